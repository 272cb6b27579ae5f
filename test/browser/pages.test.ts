import { expect } from 'vitest';
import { test } from './support.ts';

test('the dashboard opens at / and at any path of its own', async ({ page }) => {
  for (const path of ['/', '/queues']) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await page.waitForSelector('#app:not(:empty)');
  }
});
