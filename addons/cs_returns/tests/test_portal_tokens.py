import random
import string
import uuid

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .portal_common import PortalCommon

ALPHABET = string.hexdigits + "-_%./\\ \0é令" + string.punctuation


@tagged("post_install", "-at_install")
class TestPortalTokens(PortalCommon):
    """A document opens to its own token and to nothing that looks like it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls.env.ref("base.public_user")
        cls.documents = cls.env["cs.return"]
        for _number in range(3):
            move = cls._sell_to(cls.dealer)
            returns = cls.env["cs.return"].with_user(cls.contact)
            chosen = {f"{move.id}-0": ("1", str(cls.quality.id))}
            draft = returns._portal_create(returns._portal_rows(chosen))
            cls.documents |= cls.env["cs.return"].browse(draft.id)
        # the last one was never shared and has no token
        cls.documents[:2].mapped(lambda document: document._portal_ensure_token())

    def _mutate(self, rng, token):
        """A text that is not the token, near to it or far from it."""
        position = rng.randrange(len(token))
        kinds = [
            lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            lambda: token[:position],
            lambda: token + rng.choice(ALPHABET),
            lambda: token[:position] + rng.choice(ALPHABET) + token[position + 1 :],
            lambda: token[:position] + token[position + 1 :],
            lambda: token[::-1],
            lambda: token.upper(),
            lambda: token.replace("-", ""),
            lambda: f" {token} ",
            lambda: "".join(rng.choice(ALPHABET) for _character in range(rng.randrange(60))),
            lambda: rng.choice(["", "None", "False", "null", "0", "%", "\ud800", "' OR 1=1 --"]),
            lambda: rng.choice([None, True, 0, 1, [token], {"access_token": token}, b"x"]),
        ]
        found = rng.choice(kinds)()
        return self._mutate(rng, token) if found == token else found

    def _hits(self, document, token):
        try:
            return bool(document.with_user(self.public)._portal_find(document.id, token))
        except AccessError:
            return False

    def test_colleagues_do_not_read_the_token(self):
        document = self.documents[0]
        for role in ("clerk", "manager", "general"):
            seen = document.with_user(self.users[role])
            self.assertTrue(seen.has_access("read"))
            with self.assertRaises(AccessError):
                seen.read(["access_token"])

    def test_thousand_forged_tokens_open_nothing(self):
        rng = random.Random(20260101)
        tokens = self.documents[:2].mapped("access_token")
        hits = 0
        for number in range(1000):
            document = self.documents[number % 3]
            hits += self._hits(document, self._mutate(rng, rng.choice(tokens)))
        self.assertEqual(hits, 0)
        self.assertTrue(self._hits(self.documents[0], tokens[0]))

    def test_token_opens_its_own_document_only(self):
        first, second, bare = self.documents
        self.assertTrue(self._hits(first, first.access_token))
        self.assertFalse(self._hits(second, first.access_token))
        for nothing in (False, None, "", "False"):
            self.assertFalse(self._hits(bare, nothing))

    def test_ids_that_are_none(self):
        returns = self.env["cs.return"].with_user(self.contact)
        for wrong in (0, -1, 2**31, 10**30, "1", None, 1.0, [1], self.documents[-1].id + 10**6):
            with self.subTest(wrong=wrong), self.assertRaises(AccessError):
                returns._portal_find(wrong, self.documents[0].access_token)

    def test_forged_tokens_over_http(self):
        rng = random.Random(20260102)
        first = self.documents[0]
        self._visit(None)
        self.assertEqual(self._get_with(first, first.access_token).status_code, 200)
        for _number in range(30):
            token = self._mutate(rng, first.access_token)
            if isinstance(token, str) and "\ud800" not in token:
                self.assertNotThere(self._get_with(first, token))

    def _get_with(self, document, token):
        return self.url_open(
            document.access_url, params={"access_token": token}, allow_redirects=False
        )

    def test_stale_token_is_refused(self):
        first = self.documents[0]
        stale = first.access_token
        first._portal_reset_token()
        self.assertFalse(self._hits(first, stale))
        self.assertTrue(self._hits(first, first.access_token))
        self._visit(None)
        self.assertNotThere(self._get_with(first, stale))
        self.assertEqual(self._get_with(first, first.access_token).status_code, 200)

    def test_token_is_not_written_or_copied(self):
        first = self.documents[0]
        with self.assertRefused("cannot be set by hand", AccessError):
            first.with_user(self.users["clerk"]).write({"access_token": "mine"})
        self.assertFalse(first.copy().access_token)
