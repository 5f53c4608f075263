// A small file is digested here and sent with its digest, so that the server can prove what arrived. Larger files, and
// browsers without SubtleCrypto (pages not served safely), send the plain form: the server digests it then.

const LARGEST = 64 * 1024 * 1024; // bytes: SubtleCrypto wants the whole file in memory
const CREATED = 201;

const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

const show = (line, text, percent) => {
  line.hidden = false;
  line.querySelector("span").textContent = text;
  const bar = line.querySelector("progress");
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
};

const put = (form, file, digest, line) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", form.dataset.upload + encodeURIComponent(file.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRF-Token", form.dataset.token);
    request.setRequestHeader("Repr-Digest", `sha-256=:${digest}:`);
    request.upload.onprogress = (event) => show(line, form.dataset.sending, (100 * event.loaded) / event.total);
    request.onload = () => (request.status === CREATED ? resolve() : reject(new Error(String(request.status))));
    request.onerror = () => reject(new Error("network"));
    request.send(file);
  });

const send = async (form, file) => {
  const line = form.querySelector("[data-progress]");
  show(line, form.dataset.hashing, null);
  const digest = base64(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  await put(form, file, digest, line);
  location.reload();
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file || file.size > LARGEST || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    form.querySelector("button[type=submit]").disabled = true;
    // What was refused is sent once more as a plain form: the server's page says why, in the reader's language.
    send(form, file).catch(() => form.submit());
  });
}
