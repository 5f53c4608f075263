// A dropped or chosen file is digested here; only the digest is sent, by the form that people without script fill in by
// hand. The file input has no name, so that no form ever carries the file.

const LARGEST = 100 * 1024 * 1024; // bytes: SubtleCrypto wants the whole file in memory

const hexadecimal = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const fault = (file) => {
  if (!globalThis.crypto?.subtle) return "unsafe";
  if (file.size === 0) return "empty";
  return file.size > LARGEST ? "large" : "";
};

const setUp = (form) => {
  const place = form.querySelector("[data-drop]");
  const input = place.querySelector("input[type=file]");
  const said = place.querySelector("[data-said]");
  const digest = form.querySelector("input[name=sha256]");
  const say = (what, file) => {
    said.textContent = `${file.name}: ${said.dataset[what]}`;
  };

  const check = async (file) => {
    const wrong = fault(file);
    say(wrong || "hashing", file);
    if (wrong) return;
    try {
      digest.value = hexadecimal(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    } catch {
      say("unreadable", file);
      return;
    }
    form.submit();
  };

  place.hidden = false;
  form.querySelector("details").open = form.querySelector("[aria-invalid]") !== null;
  input.addEventListener("change", () => input.files[0] && check(input.files[0]));
  // A file that misses the place must not replace the page.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("drop-over");
  });
  addEventListener("dragleave", () => place.classList.remove("drop-over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop-over");
    if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
  });
};

for (const form of document.querySelectorAll("form[data-verify]")) setUp(form);
