"""A mail server that really receives (aiosmtpd), for the tests.

Writes its port on the first line, then each letter as a line of JSON. Options: `--login NAME:PASSWORD` asks for it,
`--certificate FILE --key FILE` wants STARTTLS first, `--later N` sends the first N letters away for now (451), and
`--refuse` takes none (550).
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

options = argparse.ArgumentParser()
options.add_argument("--login")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--later", type=int, default=0)
options.add_argument("--refuse", action="store_true")
options = options.parse_args()


def write(value):
    print(json.dumps(value), flush=True)


class Letters:
    async def handle_DATA(self, server, session, envelope):
        if options.refuse:
            return "550 5.7.1 We do not know you"
        if options.later > 0:
            options.later -= 1
            return "451 4.7.1 Come back later"
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        write(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "secret": session.ssl is not None,
                "headers": {name.lower(): str(value) for name, value in letter.items()},
                "text": letter.get_content(),
            }
        )
        return "250 OK"


def is_known(server, session, envelope, mechanism, given):
    name, password = options.login.encode().split(b":")
    return AuthResult(success=given.login == name and given.password == password, handled=False)


def serve():
    more = {}
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
        more = {"tls_context": context, "require_starttls": True}
    if options.login:
        more |= {"authenticator": is_known, "auth_required": True, "auth_require_tls": False}
    return SMTP(Letters(), hostname="mail.test", **more)


async def run():
    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0)
    write(server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(run())
