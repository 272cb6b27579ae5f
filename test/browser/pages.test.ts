import { expect } from 'vitest';
import { test } from './support.ts';

test('the dashboard opens at / and at any path of its own', async ({ page, problems }) => {
  for (const path of ['/', '/queues']) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await page.waitForSelector('#app:not(:empty)');
  }
  // The dashboard asks who is signed in: nobody is.
  await page.waitForLoadState('networkidle');
  expect(problems.splice(0).filter((problem) => !problem.includes('401 (Unauthorized)'))).toEqual([]);
});
