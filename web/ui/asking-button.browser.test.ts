import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { AskingButton } from "./asking-button.tsx";

test("a question about one thing is never answered for another: it closes when the button is that of another one", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const cancelled: string[] = [];
  const show = (subject: string): void => {
    const question = { title: `Cancel ${subject}?`, loss: "All.", confirm: `Cancel ${subject}`, keep: "Go on" };
    const onConfirm = (): void => void cancelled.push(subject);
    root.render(createElement(AskingButton, { label: "Cancel", question, subject, onConfirm }));
  };
  const button = page.getByRole("button", { name: "Cancel", exact: true });
  const dialog = page.getByRole("dialog");
  show("job 1");
  await button.click();
  await expect.element(dialog).toHaveTextContent("Cancel job 1?");
  show("job 2");
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  await button.click();
  await dialog.getByRole("button", { name: "Cancel job 2" }).click();
  expect(cancelled).toEqual(["job 2"]);
});
