/* libical asked for the starts of rules, one a line: DTSTART, RRULE, end, most; tab between. Every rule has a child of
   its own with 60 ms to live: this version never ends on some rules, and dies of others. Prints the starts with
   commas between, or "?" where there is no answer. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void answer(const char *start, const char *rule, const char *end, int most)
{
    struct icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule);
    struct icaltimetype before = icaltime_from_string(end);
    struct icaltimetype at;
    icalrecur_iterator *starts;
    int count = 0;

    if (recurrence.freq == ICAL_NO_RECURRENCE)
        _exit(1);
    starts = icalrecur_iterator_new(recurrence, icaltime_from_string(start));
    if (!starts)
        _exit(1);
    for (at = icalrecur_iterator_next(starts); !icaltime_is_null_time(at) && count < most; at = icalrecur_iterator_next(starts)) {
        if (icaltime_compare(at, before) >= 0)
            break;
        printf("%s%s", count++ ? "," : "", icaltime_as_ical_string(at));
    }
    fflush(stdout);
    _exit(0);
}

int main(void)
{
    char line[16384];
    int status;
    struct itimerval patience = {{0, 0}, {0, 60000}};

    icalerror_set_errors_are_fatal(0);
    while (fgets(line, sizeof line, stdin)) {
        char *start, *rule, *end, *most;
        pid_t child;

        line[strcspn(line, "\n")] = 0;
        start = strtok(line, "\t");
        rule = strtok(NULL, "\t");
        end = strtok(NULL, "\t");
        most = strtok(NULL, "\t");
        if (!start || !rule || !end || !most)
            return 2;
        child = fork();
        if (child == 0) {
            setitimer(ITIMER_REAL, &patience, NULL);
            answer(start, rule, end, atoi(most));
        }
        if (child < 0 || waitpid(child, &status, 0) < 0)
            return 2;
        puts(WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "" : "?");
        fflush(stdout);
    }
    return 0;
}
