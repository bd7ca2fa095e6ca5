"""When a chat is told of news, chosen by buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.alerts import subscription_screens
from bot.alerts.subscription_screens import HOURS, MONDAY, MOSTS, NIGHT
from bot.people import timing
from bot.people.timing import HOURS_OF_DAY
from bot.services import Context
from bot.texts import Language
from bot.words.markup import Reply
from store import subscriptions

DAYS = 7


async def choose(context: Context, chat_id: int, deed: str, numbers: list[int], language: Language) -> Reply:
    """When to be told, and the choices: `h:hour` daily, `k:day:hour` weekly, `n` for the night, `c:messages a day`.

    `t` shows them, `g` the hours, `j` the days of the week. Raises ValueError or IndexError for what there is not.
    """
    services = context.services
    how = timing.unpack(await services.read(subscriptions.timing, chat_id))
    match deed:
        case "t":
            return subscription_screens.timing(how, language)
        case "g":
            return subscription_screens.hours(how, language)
        case "j":
            return subscription_screens.weekdays(how, language)
        case "h":
            (hour,) = numbers
            how = replace(how, daily=hour if hour < HOURS_OF_DAY else None, weekday=None)
        case "k":
            day, hour = numbers or (MONDAY, HOURS[0])
            if day >= DAYS or hour >= HOURS_OF_DAY:
                raise IndexError(day, hour)
            how = replace(how, daily=hour, weekday=day)
        case "n":
            how = replace(how, quiet=NIGHT if how.quiet is None else None)
        case _:
            (most,) = numbers
            how = replace(how, most=most if most in MOSTS else None)
    due_at = timing.due_at(how, services.clock(), zone=services.settings.timezone)
    await services.write(subscriptions.set_timing, chat_id, timing.pack(how), due_at=due_at)
    return subscription_screens.timing(how, language)
