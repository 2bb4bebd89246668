// What is pulled by a pointer: a box, its corner, a frame of the camera.

const FAR = 2; // pixels that a pointer goes before it pulls

// Follows a pointer that went down on `target`: `move(event)` while it pulls; in the end `end(pulled)`, with false where it
// never did, and null after Escape: then all is to be as it was.
export function pull(down, target, { move, end }) {
  const page = target.ownerDocument;
  let pulled = false;
  down.preventDefault();
  down.stopPropagation();
  target.setPointerCapture(down.pointerId);
  const over = (result) => {
    for (const [type, handler] of Object.entries(handlers)) target.removeEventListener(type, handler);
    page.removeEventListener("keydown", escape, true);
    end(result);
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    over(null);
  };
  const handlers = {
    pointermove: (event) => {
      pulled ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > FAR;
      if (pulled) move(event);
    },
    pointerup: () => over(pulled),
    pointercancel: () => over(null),
  };
  for (const [type, handler] of Object.entries(handlers)) target.addEventListener(type, handler);
  page.addEventListener("keydown", escape, true);
}
