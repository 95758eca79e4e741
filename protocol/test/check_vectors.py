"""Checks the golden messages with Google's own protobuf: an implementation that is not ours."""

import importlib
import json
import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import json_format

protocol = pathlib.Path(__file__).resolve().parent.parent
failures = []
names = sorted(path.stem for path in (protocol / "vectors").glob("*.json"))

with tempfile.TemporaryDirectory() as folder:
    protos = sorted(str(path) for path in (protocol / "pipit" / "v1").glob("*.proto"))
    subprocess.run(["protoc", f"--proto_path={protocol}", f"--python_out={folder}", *protos], check=True)
    sys.path.insert(0, folder)
    modules = [importlib.import_module(f"pipit.v1.{name}_pb2") for name in ("envelope", "audio", "config")]
    for name in names:
        vector = json.loads((protocol / "vectors" / f"{name}.json").read_text())
        binary = (protocol / "vectors" / f"{name}.bin").read_bytes()
        short = vector["message"].removeprefix("pipit.v1.")
        kind = next(getattr(module, short) for module in modules if hasattr(module, short))
        decoded = kind.FromString(binary)
        expected = json_format.ParseDict(vector["value"], kind())
        if decoded != expected:
            failures.append(f"{name}: decodes to {json_format.MessageToJson(decoded)}")
        if expected.SerializeToString(deterministic=True) != binary:
            failures.append(f"{name}: encodes to other bytes")

print(json.dumps({"checked": len(names), "failures": failures}))
