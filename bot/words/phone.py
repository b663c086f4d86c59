"""Phone numbers in whatever way they are typed; kept as E.164."""

import re
import unicodedata

from bot.words.refusals import NotUnderstood, Reason

REGION = "RU"
"""Where a number without a country belongs."""

_LONGEST = 200
_NOTHING_ELSE = re.compile(r"[\s\d()+.\-–—−]+")


def phone(text: str, region: str = REGION) -> str:
    """The one number in the text, in E.164.

    NotUnderstood with SEVERAL, EXTENSION (E.164 has no room for it), TOO_SHORT, TOO_LONG, NO_SUCH_NUMBER (no operator
    gives such) or NOT_UNDERSTOOD (no number at all).
    """
    # 0.03 s to load: not at every start of the command line.
    import phonenumbers

    if len(text) > _LONGEST:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    # Copied from web pages, numbers come with four kinds of spaces.
    plain = unicodedata.normalize("NFKC", text)
    found = {
        (match.number.country_code, match.number.national_number): match.number
        for match in phonenumbers.PhoneNumberMatcher(plain, region)
    }
    if len(found) > 1:
        raise NotUnderstood(Reason.SEVERAL, text)
    if not found:
        return _alone(text, plain, region)
    (number,) = found.values()
    if number.extension:
        raise NotUnderstood(Reason.EXTENSION, text)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _alone(text: str, plain: str, region: str) -> str:
    """A text that has to be a number as a whole: brackets and dashes in odd places do not matter then."""
    import phonenumbers

    digits = sum(character.isdigit() for character in plain)
    if not _NOTHING_ELSE.fullmatch(plain) or not digits:
        raise NotUnderstood(Reason.TOO_SHORT if 0 < digits < 7 else Reason.NOT_UNDERSTOOD, text)
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException as error:
        kinds = phonenumbers.NumberParseException
        reason = {
            kinds.TOO_LONG: Reason.TOO_LONG,
            kinds.TOO_SHORT_NSN: Reason.TOO_SHORT,
            kinds.TOO_SHORT_AFTER_IDD: Reason.TOO_SHORT,
        }.get(error.error_type, Reason.NO_SUCH_NUMBER)
        raise NotUnderstood(reason, text) from error
    lengths = phonenumbers.ValidationResult
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in {lengths.TOO_SHORT, lengths.IS_POSSIBLE_LOCAL_ONLY}:
        raise NotUnderstood(Reason.TOO_SHORT, text)
    if length == lengths.TOO_LONG:
        raise NotUnderstood(Reason.TOO_LONG, text)
    if not phonenumbers.is_valid_number(number):
        raise NotUnderstood(Reason.NO_SUCH_NUMBER, text)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown(e164: str) -> str:
    """«+7 916 123-45-67»; what is no number is shown as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
