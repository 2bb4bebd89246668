// Shots that are dragged by their grips to another place.

// `drop(id, onto, after)` is called with the ids of the shot that was dragged and of the one that it is dropped before or after.
export function drags(root, drop) {
  let dragged = null;
  const clear = () => root.querySelectorAll(".before, .after").forEach((one) => one.classList.remove("before", "after"));
  const aim = (event) => {
    const target = event.target.closest?.(".shot");
    if (!dragged || !target || target.dataset.shot === dragged) return null;
    const box = target.getBoundingClientRect();
    return { target, after: event.clientX > box.left + box.width / 2 };
  };
  root.addEventListener("dragstart", (event) => {
    if (!event.target.classList?.contains("grip")) return;
    const shot = event.target.closest(".shot");
    dragged = shot.dataset.shot;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", shot.getAttribute("aria-label"));
    event.dataTransfer.setDragImage(shot, 20, 20);
  });
  root.addEventListener("dragover", (event) => {
    clear();
    const aimed = aim(event);
    if (!aimed) return;
    event.preventDefault();
    aimed.target.classList.add(aimed.after ? "after" : "before");
  });
  root.addEventListener("drop", (event) => {
    const aimed = aim(event);
    clear();
    if (!aimed) return;
    event.preventDefault();
    drop(dragged, aimed.target.dataset.shot, aimed.after);
  });
  root.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });
}
