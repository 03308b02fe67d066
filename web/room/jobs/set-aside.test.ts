import { expect, test, vi } from "vitest";
import { jobId } from "../../core/ids.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** Jobs that were closed over the coordinator's end of a link. */
function closedOver(link: InstantLink | undefined): readonly number[] {
  return (link?.sent ?? []).flatMap(({ lane, bytes }) => {
    const message = decodeDown(lane, bytes);
    return message.type === "value" && message.value.type === "close-job" ? [message.value.job] : [];
  });
}

const blob = sampleBlob(100);

test.each([
  ["whose data cannot be read", "readBlob"],
  ["whose record cannot be read", "readJob"],
] as const)("a job of an earlier start %s is not closed at a volunteer that computes it still", async (_, read) => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  await before.start({ ...squaresOf(2), shared: blob.name }, { blobs: [blob] });
  const { code } = before;
  const unread = before.job.key.job;
  before.close();
  await browser.passTime(100);
  vi.spyOn(browser.journal, read).mockRejectedValueOnce(new Error("the disk is gone"));

  const again = await OpenedRoom.open({ browser, code });
  const { link } = await again.enter("laptop");
  const unknown = jobId(7);
  for (const job of [unread, unknown]) {
    const { lane, bytes } = encodeUp({ type: "equipped", job });
    link.send(lane, bytes);
  }
  await browser.passTime(100);
  expect(again.state.stuck).toEqual(new Set([unread]));
  expect(closedOver(again.environment.host.links[0])).toEqual([unknown]);
  again.room.deleteJob(before.job.key);
  await browser.passTime(100);
  expect(again.state.stuck).toEqual(new Set());
  expect(closedOver(again.environment.host.links[0])).toEqual([unknown, unread]);
});
