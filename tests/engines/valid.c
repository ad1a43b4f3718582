/* libical asked whether the calendar in a file is valid: prints what it found wrong, a line each, after "wrong: "; then
   UID and SUMMARY of every event, tab between. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static void told(icalcomponent *part)
{
    icalproperty *wrong = icalcomponent_get_first_property(part, ICAL_XLICERROR_PROPERTY);
    icalcomponent *child = icalcomponent_get_first_component(part, ICAL_ANY_COMPONENT);

    for (; wrong; wrong = icalcomponent_get_next_property(part, ICAL_XLICERROR_PROPERTY))
        printf("wrong: %s\n", icalproperty_get_xlicerror(wrong));
    for (; child; child = icalcomponent_get_next_component(part, ICAL_ANY_COMPONENT))
        told(child);
}

int main(int arguments, char **argument)
{
    static char text[4 << 20];
    FILE *file = arguments == 2 ? fopen(argument[1], "rb") : NULL;
    icalcomponent *calendar, *event;

    if (!file || fread(text, 1, sizeof text - 1, file) == 0)
        return 2;
    icalerror_set_errors_are_fatal(0);
    calendar = icalparser_parse_string(text);
    if (!calendar)
        return 1;
    icalrestriction_check(calendar);
    told(calendar);
    event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
        printf("%s\t%s\n", icalcomponent_get_uid(event), icalcomponent_get_summary(event));
    return 0;
}
