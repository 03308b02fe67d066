export default function throwing() {
  throw new Error("no luck");
}
