import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import type { ProgramProblem } from "../../../workloads/program/program-reading.ts";
import { unseen } from "../../../words/program-signs.ts";
import { codeColours, editorLook, invalidLook } from "./editor-look.ts";
import { withPlainLineEnds } from "./plain-line-ends.ts";

/** What a form says of the editor, to eyes and to screen readers. */
interface EditorWords {
  readonly label: string;
  /** The hint, or what is wrong. */
  readonly about: string;
  readonly isInvalid: boolean;
}

export interface CodeEditor {
  /** Does nothing where the editor has this text already. */
  setText(text: string): void;
  setWords(words: EditorWords): void;
  /** Marks the places in the text, each with what is wrong there. */
  setProblems(problems: readonly ProgramProblem[]): void;
  /** `offset` in UTF-16 code units; without one the caret stays where it is. */
  focus(offset?: number): void;
  close(): void;
}

interface Opening {
  readonly text: string;
  readonly words: EditorWords;
  readonly onChange: (text: string) => void;
}

const aboutId = "about";

function wordsIn({ label, isInvalid }: EditorWords): Extension {
  return [
    EditorView.contentAttributes.of({
      // It takes the focus anyway; said so that those who check pages see that what scrolls can be reached by the keyboard.
      tabindex: "0",
      "aria-label": label,
      "aria-describedby": aboutId,
      "aria-invalid": String(isInvalid),
      autocapitalize: "none",
      autocorrect: "off",
      spellcheck: "false",
    }),
    isInvalid ? invalidLook : [],
  ];
}

/**
 * Opens an editor for programs in the host. It lies in a shadow tree: there the editor's styles come as constructed sheets,
 * which the page's policy allows, while those of a document would be style elements, which it forbids. The key Tab goes on
 * to the next field, as it does in every form.
 */
export function openCodeEditor(host: HTMLElement, { text, words, onChange }: Opening): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const about = document.createElement("p");
  about.id = aboutId;
  about.hidden = true;
  about.textContent = words.about;
  const said = new Compartment();
  let known = withPlainLineEnds(text);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: known,
      extensions: [
        // A program from elsewhere may hide something by them, or by the order that they give to others.
        highlightSpecialChars({ addSpecialChars: unseen }),
        lineNumbers(),
        lintGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        typescriptLanguage,
        syntaxHighlighting(codeColours),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        editorLook,
        EditorView.domEventHandlers({ beforeinput: replaceHere }),
        said.of(wordsIn(words)),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          const now = state.doc.toString();
          if (now === known) return;
          known = now;
          onChange(now);
        }),
      ],
    }),
  });
  root.append(about);
  return {
    setText(next) {
      const plain = withPlainLineEnds(next);
      if (plain === known) return;
      known = plain;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: plain } });
    },
    setWords(next) {
      about.textContent = next.about;
      view.dispatch({ effects: said.reconfigure(wordsIn(next)) });
    },
    setProblems(problems) {
      const end = view.state.doc.length;
      const marks = problems.map(({ from, to, text: message }) => ({
        from: Math.min(from, end),
        to: Math.min(to, end),
        severity: "error" as const,
        message,
      }));
      view.dispatch(setDiagnostics(view.state, marks));
    },
    focus(offset) {
      if (offset !== undefined)
        view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
    close() {
      view.destroy();
      about.remove();
    },
  };
}

/**
 * Text that takes the place of a selection, or has several lines. Chromium would write inline styles to keep the looks of what
 * it replaces, which the page's policy forbids, and says so in the console.
 */
function replaceHere(event: InputEvent, view: EditorView): boolean {
  const { inputType, data, isComposing } = event;
  if (inputType !== "insertText" || data === null || isComposing) return false;
  // As the browser has it: the editor may not have heard yet of a selection that was just made.
  const selected = selectionIn(view.root);
  if (selected?.anchorNode == null || selected.focusNode === null || !view.contentDOM.contains(selected.anchorNode))
    return false;
  const ends = [
    view.posAtDOM(selected.anchorNode, selected.anchorOffset),
    view.posAtDOM(selected.focusNode, selected.focusOffset),
  ];
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  if (from === to && !data.includes("\n")) return false;
  event.preventDefault();
  const insert = view.state.toText(data);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
}

/** In Chromium a shadow tree has a selection of its own, and that of the document ends at the tree's host. */
function selectionIn(root: object): Selection | null {
  const read: unknown = Reflect.get(root, "getSelection");
  const found: unknown = typeof read === "function" ? Reflect.apply(read, root, []) : document.getSelection();
  return found instanceof Selection ? found : null;
}
