// node frame.cjs CONTEXT_URL CONTEXT_FILE DATA.nq FRAME.jsonld DOCUMENT.jsonld
// Prints what jsonld.js makes of the data with the frame, and the RDF it reads from the document.
const fs = require("fs");
const jsonld = require("jsonld");

const [url, contextFile, dataFile, frameFile, documentFile] = process.argv.slice(2);
const read = (path) => JSON.parse(fs.readFileSync(path, "utf8"));
const documentLoader = async (wanted) => {
  if (wanted !== url) throw new Error(`nothing is fetched from outside: ${wanted}`);
  return { documentUrl: wanted, document: read(contextFile) };
};

(async () => {
  const data = await jsonld.fromRDF(fs.readFileSync(dataFile, "utf8"), {
    format: "application/n-quads",
    useNativeTypes: true,
  });
  const framed = await jsonld.frame(data, read(frameFile), { documentLoader, omitGraph: false, ordered: true });
  const rdf = await jsonld.toRDF(read(documentFile), { documentLoader, format: "application/n-quads" });
  process.stdout.write(JSON.stringify({ framed, rdf }));
})().catch((error) => { console.error(error); process.exit(1); });
