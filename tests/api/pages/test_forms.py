"""The mark of a form: nobody else can give it, and it never looks the same."""

from allocator.api.pages import forms


def test_a_mark_is_another_one_each_time() -> None:
    first, second = forms.mark_of("secret"), forms.mark_of("secret")
    assert first != second
    assert forms.is_mark("secret", first)
    assert forms.is_mark("secret", second)
    assert not forms.is_mark("other", first)
    assert not forms.is_mark("", first)
    assert not forms.is_mark("secret", first[:-4])
