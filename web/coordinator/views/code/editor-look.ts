import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours are the page's own properties, which reach into the editor's tree: they change with the scheme by themselves. */
export const editorLook = EditorView.theme({
  "&": {
    maxHeight: "26rem",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    background: "var(--surface)",
    color: "var(--text)",
    fontSize: "0.8125rem",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { overflow: "auto", fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content, .cm-gutter": { minHeight: "6rem" },
  ".cm-content": { padding: "0.25rem 0", caretColor: "var(--text)" },
  ".cm-gutters": { border: "0", background: "var(--sunken)", color: "var(--muted)" },
  ".cm-gutters .cm-gutter-lint": { width: "1rem" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-wash)", outline: "1px solid var(--line-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--trouble-wash)" },
  ".cm-tooltip": {
    maxWidth: "min(28rem, 80vw)",
    border: "1px solid var(--line-strong)",
    background: "var(--surface)",
    color: "var(--text)",
  },
  ".cm-diagnostic": { padding: "0.25rem 0.5rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--failed)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed)",
    textDecorationSkipInk: "none",
  },
  ".cm-lint-marker": { width: "0.5rem", height: "0.5rem", margin: "0.4rem 0.15rem" },
  ".cm-lint-marker-error": { content: "none", borderRadius: "50%", background: "var(--failed)" },
});

/** Invalid by the reading that the form has: the border of every wrong field. */
export const invalidLook = EditorView.theme({
  "&": { borderColor: "var(--failed)", boxShadow: "inset 0 0 0 1px var(--failed)" },
});

export const codeColours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self, tags.null, tags.bool], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--done-text)" },
  { tag: [tags.number, tags.escape], color: "var(--leased-text)" },
  { tag: tags.comment, color: "var(--muted)" },
  { tag: [tags.typeName, tags.typeOperator], color: "var(--muted)", fontStyle: "italic" },
]);
