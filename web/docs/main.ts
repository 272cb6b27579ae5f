import './style.css';
import { fillCommands } from './commands.ts';
import { addCopyButtons } from './copy.ts';
import { offerSearch } from './search.ts';

const menu = document.querySelector<HTMLButtonElement>('#menu');
menu?.addEventListener('click', () => {
  const isOpen = document.body.classList.toggle('menu-open');
  menu.setAttribute('aria-expanded', String(isOpen));
});

const main = document.querySelector('main');
if (main) {
  fillCommands(main);
  addCopyButtons(main);
}
offerSearch();

const reference = document.querySelector<HTMLElement>('#reference');
// Three quarters of all code of these pages: nobody who reads a guide loads it.
if (reference) import('./reference.ts').then(({ showReference }) => showReference(reference));
