#!/usr/bin/env python3
"""What botocore makes of sample answers under the rules of every waiter, one JSON line a sample.

Samples are drawn from the model of the operation's output: of the members that the waiter's expressions name, with the
words that its rules expect and one that they do not; beside them errors with the codes and statuses of its rules.
"""

import json
import pathlib
import random
import re

import botocore
import jmespath.exceptions
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.waiter import AcceptorConfig, is_valid_waiter_error

DATA = pathlib.Path(botocore.__file__).parent / "data"
SAMPLES = 40


def words_of(acceptors):
    """The member names and the words in the rules of a waiter."""
    names, words = set(), {"other"}
    for acceptor in acceptors:
        argument = acceptor.get("argument", "")
        words |= set(re.findall(r"'([^']*)'", argument))
        names |= set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", argument))
        if isinstance(acceptor["expected"], str) and acceptor["matcher"] != "error":
            words.add(acceptor["expected"])
    return names, sorted(words)


def draw(chance, shape, names, words, depth=0):
    kind = shape.type_name
    if kind == "structure":
        drawn = {}
        for name, member in shape.members.items():
            if name in names and depth < 8 and chance.random() < 0.9:
                drawn[name] = draw(chance, member, names, words, depth + 1)
        return drawn
    if kind == "list":
        count = chance.choice([0, 1, 1, 2, 3])
        return [draw(chance, shape.member, names, words, depth + 1) for _ in range(count)]
    if kind == "map":
        return {key: draw(chance, shape.value, names, words, depth + 1) for key in ("a", "b")}
    if kind == "boolean":
        return chance.random() < 0.5
    if kind in ("integer", "long"):
        return chance.randrange(3)
    if kind in ("float", "double"):
        return chance.random()
    return chance.choice(words)


def answers(waiter, operation):
    acceptors = waiter["acceptors"]
    names, words = words_of(acceptors)
    chance = random.Random(waiter["operation"] + waiter["name"])
    status = operation.http.get("responseCode", 200)
    for sample in range(SAMPLES):
        # Every other answer says the same word everywhere, so that rules about all items match too.
        said = [words[sample // 2 % len(words)]] if sample % 2 else words
        drawn = draw(chance, operation.output_shape, names, said) if operation.output_shape else {}
        yield {**drawn, "ResponseMetadata": {"HTTPStatusCode": status}}
    codes = {a["expected"] for a in acceptors if a["matcher"] == "error" and isinstance(a["expected"], str)}
    statuses = {a["expected"] for a in acceptors if a["matcher"] == "status"}
    for code in sorted(codes | {"Other"}):
        for number in sorted(statuses | {400, 500}):
            yield {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": number}}


def state(rules, answer):
    """The state as `Waiter.wait` reads it, and whether a rule could not be evaluated."""
    broke = False
    for rule in rules:
        try:
            if rule.matcher_func(answer):
                return rule.state, broke
        except jmespath.exceptions.JMESPathError:
            broke = True
    return ("error" if is_valid_waiter_error(answer) else "waiting"), broke


def main():
    loader = Loader(extra_search_paths=[str(DATA)], include_default_search_paths=False)
    for service in loader.list_available_services("waiters-2"):
        model = ServiceModel(loader.load_service_model(service, "service-2"))
        for name, waiter in sorted(loader.load_service_model(service, "waiters-2")["waiters"].items()):
            waiter["name"] = name
            operation = model.operation_model(waiter["operation"])
            rules = [AcceptorConfig(acceptor) for acceptor in waiter["acceptors"]]
            for answer in answers(waiter, operation):
                told, broke = state(rules, answer)
                status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
                line = {
                    "service": service,
                    "operation": waiter["operation"],
                    "waiter": name,
                    "method": xform_name(name),
                    "delay": waiter["delay"],
                    "attempts": waiter["maxAttempts"],
                    "status": status,
                    "answer": answer,
                    "state": told,
                    "broke": broke,
                }
                print(json.dumps(line))


main()
