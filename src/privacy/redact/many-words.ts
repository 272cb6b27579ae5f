interface Node {
  next: Map<number, Node>;
  /** Where the search continues if no word does: the node of the longest proper suffix that begins a word. */
  fallback: Node | undefined;
  word: number | undefined;
  /** The next shorter word that ends here as well. */
  shorter: Node | undefined;
}

/** Searches for many words in one pass (Aho–Corasick): time depends on the text and on the number of matches. */
export class ManyWords {
  readonly #root: Node = newNode();

  constructor(words: readonly string[]) {
    for (const [index, word] of words.entries()) {
      let node = this.#root;
      for (let at = 0; at < word.length; at += 1) {
        const unit = word.charCodeAt(at);
        const next = node.next.get(unit) ?? newNode();
        node.next.set(unit, next);
        node = next;
      }
      node.word ??= index;
    }
    this.#link();
  }

  /**
   * Calls `visit` for every match, including overlapping ones, ordered by end: with the index of the word in the list,
   * and the index after the last unit of the match.
   */
  each(units: Uint16Array, visit: (word: number, end: number) => void): void {
    let node = this.#root;
    for (let at = 0; at < units.length; at += 1) {
      node = this.#after(node, units[at]!);
      for (let found: Node | undefined = node; found; found = found.shorter) {
        if (found.word !== undefined) visit(found.word, at + 1);
      }
    }
  }

  #link(): void {
    const waiting = [...this.#root.next.values()];
    for (const node of waiting) {
      for (const [unit, next] of node.next) {
        next.fallback = this.#after(node.fallback ?? this.#root, unit);
        next.shorter = next.fallback.word === undefined ? next.fallback.shorter : next.fallback;
        waiting.push(next);
      }
    }
  }

  #after(node: Node, unit: number): Node {
    let from: Node | undefined = node;
    while (from) {
      const next = from.next.get(unit);
      if (next) return next;
      from = from === this.#root ? undefined : (from.fallback ?? this.#root);
    }
    return this.#root;
  }
}

function newNode(): Node {
  return { next: new Map(), fallback: undefined, word: undefined, shorter: undefined };
}
