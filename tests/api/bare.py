"""The least that FastAPI can do: one GET that answers, to hold our own answers against.

python -m tests.api.bare PORT
"""

import sys

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def answer() -> dict[str, str]:
    """One answer."""
    return {"status": "ok"}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)
