"""``desk policy``: what is in force, and an organisation's overlay: check, compare, sign, install."""

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.session import DONE, key_passphrase
from desk.cli.show import as_json, line, table
from desk.safeguards.decisions import decisions
from desk.services.policies import changes, overlay_in, read_document, sign
from desk.signing import load_key
from desk.vocabulary.errors import StorageFailed

group = typer.Typer(
    help="The rules in force, and an organisation's overlay, which can only tighten.", no_args_is_help=True
)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The overlay, a JSON file.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="policy")


@group.command()
def show(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """The rules in force over the vault, with the texts they rest on."""
    with context.obj.open() as desk:
        policy = desk.policies.in_force()
        administrator = desk.policies.administrator()
    if json:
        rules = {rule.value: {"title": text.title, "doctrine": text.doctrine} for rule, text in policy.rules.items()}
        as_json({"policy": policy.version_and_digest, "administrator": administrator, "rules": rules})
        return DONE
    line(f"In force: {policy.version_and_digest}")
    for rule, text in policy.rules.items():
        line(f"{rule.value}  {text.title} ({text.doctrine})", "  ")
    line("What follows from what:")
    table(
        ("Situation", "Intent", "Status", "Scope", "Verdict", "Rule"),
        [(r.situation, r.intent, r.status, r.scope, r.verdict.value, r.rule.value) for r in decisions(policy)],
    )
    overlay = policy.overlay
    if overlay is not None:
        line(f"Overlay {overlay.name}, revision {overlay.revision}: {overlay.damaged or 'its signature holds'}.")
        for term in overlay.terms:
            line(f"{term.verdict.value} by {term.rule.value}: “{term.text}” - {term.why}", "  ")
        for what, names in (("Read as the United States", overlay.places), ("Read as U.S. persons", overlay.groups)):
            if names:
                line(f"{what}: {', '.join(names)}", "  ")
    return DONE


@group.command()
def check(file: File) -> int:
    """Whether a file is an overlay, and what it holds."""
    overlay = overlay_in(read_document(file))
    line(f"{overlay.name}, revision {overlay.revision}: {len(overlay.terms)} terms, {len(overlay.places)} places, ")
    line(f"{len(overlay.groups)} groups. Digest {overlay.digest}")
    return DONE


@group.command()
def diff(
    file: File,
    directory: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with labelled questions.")],
) -> int:
    """Which labelled questions the overlay would decide otherwise than the baseline."""
    found = changes(overlay_in(read_document(file)), directory)
    for change in found:
        line(f"{change.id}: {change.before.value} -> {change.after.value}: {change.text}")
    line(f"{len(found)} questions are decided otherwise; none more loosely.")
    return DONE


@group.command(name="sign")
def sign_overlay(
    file: File,
    key: Annotated[Path, typer.Option(help="The administrator's private key.")],
    out: Annotated[Path, typer.Option(help="Where the signed overlay goes.")],
) -> int:
    """Sign an overlay with the administrator's key."""
    signed = sign(overlay_in(read_document(file)), load_key(key, key_passphrase()))
    try:
        out.write_text(json_format.dumps(signed, ensure_ascii=False, indent=2), encoding="utf-8")
    except OSError as error:
        raise StorageFailed(f"{out} could not be written: {error.strerror}.", "Choose another place.") from error
    line(f"The signed overlay is in {out}. Install it with: desk policy install {out}")
    return DONE


@group.command()
def install(context: typer.Context, file: File) -> int:
    """Put a signed overlay in force over the vault."""
    with context.obj.open() as desk:
        overlay = desk.policies.install(read_document(file))
    line(f"{overlay.name}, revision {overlay.revision}, is in force.")
    return DONE


@group.command()
def administrator(
    context: typer.Context,
    public: str,
    by: Annotated[Path | None, typer.Option(help="Key of the present administrator.")] = None,
) -> int:
    """Say whose signature counts for overlays of this vault."""
    signer = load_key(by, key_passphrase()) if by else None
    with context.obj.open() as desk:
        desk.policies.name_administrator(public, signer)
    line("Overlays signed with this key may be installed.")
    return DONE
