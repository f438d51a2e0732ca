"""The LangChain quickstart that a user would write instead, timed in a process of its own.

Run as a module with MODEL_FOLDER STORE_FOLDER QUESTIONS_JSON FILL PDF ... ; prints one JSON object. Needs the
development packages. ``FILL`` copies of stored chunks with noisy vectors bring the store to that many.
"""

import json
import sys
import time


def main() -> int:
    """PyPDFLoader, RecursiveCharacterTextSplitter, the same MiniLM, Chroma.from_documents, similarity_search."""
    begun = time.perf_counter()
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model, folder, questions, fill, *pdfs = sys.argv[1:]
    pages = [page for pdf in pdfs for page in PyPDFLoader(pdf).load()]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(pages)
    store = Chroma.from_documents(chunks, HuggingFaceEmbeddings(model_name=model), persist_directory=folder)
    seconds = time.perf_counter() - begun
    _fill(store, int(fill))
    asked = [_asked(store, question) for question in json.loads(questions)]
    print(
        json.dumps(
            {
                "seconds": seconds,
                "pages": len(pages),
                "passages": len(chunks),
                "ask_ms": asked[2:],
            }
        )
    )
    return 0


def _fill(store: object, wanted: int) -> None:
    import numpy as np

    collection = store._collection  # type: ignore[attr-defined]  # the quickstart has no way to add given vectors
    have = collection.get(include=["embeddings", "documents", "metadatas"])
    vectors = np.asarray(have["embeddings"], dtype=np.float32)
    random = np.random.default_rng(7)
    for begin in range(len(vectors), wanted, 1000):
        picks = random.integers(0, len(vectors), size=min(1000, wanted - begin))
        noisy = vectors[picks] + random.normal(0, 0.03, (len(picks), vectors.shape[1])).astype(np.float32)
        collection.add(
            ids=[f"fill-{begin + n}" for n in range(len(picks))],
            embeddings=noisy,
            documents=[have["documents"][pick] for pick in picks],
            metadatas=[have["metadatas"][pick] for pick in picks],
        )


def _asked(store: object, question: str) -> float:
    begun = time.perf_counter()
    store.similarity_search(question, k=8)  # type: ignore[attr-defined]
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
