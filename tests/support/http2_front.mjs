// SPDX-License-Identifier: Apache-2.0
// A server that speaks HTTP/2 over TLS alone, in front of one that does not:
//   node http2_front.mjs CERTIFICATE KEY BACKEND-PORT
// Prints its port; then a line of JSON for each connection and each request.
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";

const [certificate, key, backend] = process.argv.slice(2);
const server = http2.createSecureServer(
    {cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: false});
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");
let open = 0;

server.on("session", () => tell({event: "session"}));
server.on("stream", (stream, headers) => {
  open += 1;
  tell({event: "stream", path: headers[":path"], open});
  stream.on("close", () => { open -= 1; });
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
  const request = http.request(
      {host: "127.0.0.1", port: backend, method: headers[":method"], path: headers[":path"], headers: passed},
      (response) => {
        stream.respond({":status": response.statusCode, "content-type": "application/json"});
        response.pipe(stream);
      });
  stream.pipe(request);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\n"));
