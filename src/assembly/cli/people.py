# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly enrol`: the first member of staff, and further ones."""

import rich_click as click

from assembly.cli.opening import open_sessions, read_settings


@click.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--administrator", is_flag=True, help="May enrol further staff")
@click.password_option(envvar="ASSEMBLY_PASSWORD", help="Asked for when not in the environment")
def enrol(email: str, name: str, administrator: bool, password: str) -> None:  # noqa: FBT001
    """Enrol a member of staff, who may found assemblies; the first one is an administrator."""
    import asyncio

    from assembly.clock import now
    from assembly.identity.enrol import check_password, enrol_staff
    from assembly.identity.hashing import Hasher
    from assembly.identity.queries import has_staff

    settings = read_settings()

    async def run() -> None:
        check_password(password)
        hasher = Hasher(settings)
        kept = await hasher.hash_password(password)
        hasher.close()
        async with open_sessions(settings) as sessions, sessions.begin() as session:
            first = not await has_staff(session)
            await enrol_staff(
                session,
                name=name,
                email=email,
                password_hash=kept,
                administrator=administrator or first,
                at=now(),
                by="system:enrol",
            )

    asyncio.run(run())
    click.echo(f"{email} is enrolled.")
