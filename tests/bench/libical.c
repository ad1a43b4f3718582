/* libical at the same work as Tidegate in the benchmark: a calendar and a window, all occurrences counted. Prints
   milliseconds and the count. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long found;

static void count(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event, (void)span, (void)data;
    found++;
}

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    struct icaltimetype from, to;
    icalcomponent *root, *event;
    double began;
    char *text;
    long size;
    FILE *file;

    if (argc != 4 || !(file = fopen(argv[1], "rb")))
        return 2;
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = malloc(size + 1);
    if (!text || fread(text, 1, size, file) != (size_t)size)
        return 2;
    text[size] = 0;
    from = icaltime_from_string(argv[2]);
    to = icaltime_from_string(argv[3]);
    began = now();
    root = icalparser_parse_string(text);
    for (event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT))
        icalcomponent_foreach_recurrence(event, from, to, count, NULL);
    printf("%f %ld\n", now() - began, found);
    return 0;
}
