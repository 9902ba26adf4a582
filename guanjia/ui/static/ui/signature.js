// Signing with finger, pen or mouse. What is sent are the strokes as whole numbers on a sheet of 600 × 240.
import { behave } from "./start.js";

const WIDTH = 600, HEIGHT = 240, LEAST_STEP = 2;

behave("[data-signature]", (box) => {
  const canvas = box.querySelector("canvas");
  const input = box.querySelector("input");
  const pen = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;

  try { strokes = JSON.parse(input.value || "[]"); } catch { strokes = []; }

  function place(event) {
    const frame = canvas.getBoundingClientRect();
    const clip = (value, most) => Math.round(Math.min(most, Math.max(0, value)));
    return [clip((event.clientX - frame.left) / frame.width * WIDTH, WIDTH), clip((event.clientY - frame.top) / frame.height * HEIGHT, HEIGHT)];
  }

  function draw() {
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#14213d" });
    for (const points of strokes) {
      pen.beginPath();
      points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      if (points.length === 1) pen.lineTo(points[0][0] + 0.1, points[0][1]);
      pen.stroke();
    }
    box.classList.toggle("is-signed", strokes.length > 0);
  }

  function keep() {
    input.value = strokes.length ? JSON.stringify(strokes) : "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
    draw();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const [x, y] = place(event);
    const [lastX, lastY] = stroke.at(-1);
    if (Math.abs(x - lastX) < LEAST_STEP && Math.abs(y - lastY) < LEAST_STEP) return;
    stroke.push([x, y]);
    draw();
  });
  for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => { if (stroke) { stroke = null; keep(); } });
  box.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; draw(); keep(); });
  draw();
});
