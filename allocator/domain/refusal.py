"""A clear no: what was asked cannot be done now, and the sentence that says why."""

from allocator.domain.sentence import Sentence, Value


class Refusal(Exception):
    """Something that cannot be done now. Carries a code for programs and a sentence for people."""

    def __init__(self, code: str, text: str, **values: Value) -> None:
        self.code = code
        self.sentence = Sentence(text, values)
        super().__init__(self.sentence.render("en"))

    @classmethod
    def saying(cls, code: str, sentence: Sentence) -> "Refusal":
        """A refusal with a sentence that was made elsewhere."""
        return cls(code, sentence.text, **sentence.values)


class NotAllowed(Refusal):
    """Who asks may not do this."""


class NotFound(Refusal):
    """What was named does not exist here, or not for who asks."""


class Conflict(Refusal):
    """Somebody else was first; the sentence says what happened."""


class Unavailable(Refusal):
    """Nothing can be done for anybody just now; later it can."""
