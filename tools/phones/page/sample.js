// Draws a kitchen's plan, so that there is a photo to send without one.

function sink(pen) {
  pen.strokeRect(300, 90, 120, 70);
  pen.beginPath();
  pen.arc(360, 125, 10, 0, 7);
  pen.stroke();
}

function hob(pen) {
  for (const [x, y] of [[120, 105], [180, 105], [120, 145], [180, 145]]) {
    pen.beginPath();
    pen.arc(x, y, 16, 0, 7);
    pen.stroke();
  }
}

export function samplePhoto() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 480;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#f6f1e7";
  pen.fillRect(0, 0, 640, 480);
  pen.strokeStyle = "#d8cdb9";
  for (let at = 0; at < 640; at += 32) {
    pen.strokeRect(at, -1, 32, 500);
    pen.strokeRect(-1, at, 700, 32);
  }
  pen.strokeStyle = "#0f5c5c";
  pen.lineWidth = 6;
  pen.strokeRect(60, 60, 520, 360);
  pen.lineWidth = 3;
  pen.strokeRect(60, 60, 520, 120);
  pen.strokeRect(220, 260, 240, 90);
  sink(pen);
  hob(pen);
  pen.fillStyle = "#17262a";
  pen.font = "24px sans-serif";
  pen.fillText("3,60 m", 284, 46);
  pen.fillText("2,40 m", 482, 250);
  return new Promise((done) => canvas.toBlob((blob) => done(new File([blob], "plano.png", { type: "image/png" })), "image/png"));
}
