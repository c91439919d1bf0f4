#ifndef CYAML_H
#define CYAML_H

#include <stddef.h>
#include <stdint.h>

/* libyaml's parser, one event at a time, without its structures. */

enum trivsel_yaml_kind {
    TRIVSEL_YAML_OUT_OF_MEMORY, /* or more levels than libyaml allows */
    TRIVSEL_YAML_UNREADABLE,    /* characters that no YAML may hold */
    TRIVSEL_YAML_FAULTY,
    TRIVSEL_YAML_END,
    TRIVSEL_YAML_DOCUMENT,
    TRIVSEL_YAML_SCALAR,
    TRIVSEL_YAML_ALIAS,
    TRIVSEL_YAML_LIST,
    TRIVSEL_YAML_MAP,
    TRIVSEL_YAML_CLOSE /* of the list or map that is open */
};

struct trivsel_yaml_event {
    enum trivsel_yaml_kind kind;
    /* From 0; those of the fault, where it is one. */
    size_t line, column;
    /* UTF-8: what a scalar says, the anchor of an alias, what is wrong in a fault. */
    const char *text;
    size_t length;
    /* What the parser was at when it met a fault; NULL if it does not say. */
    const char *context;
    /* NULL if there is none. */
    const char *anchor;
    /* Of a scalar: written without quotes and not as a block. */
    int plain;
    /* Of characters that no YAML may hold: where, in bytes. */
    size_t offset;
};

struct trivsel_yaml;

/* BYTES must be UTF-8 and stay where they are until the parser is closed. NULL without memory. */
struct trivsel_yaml *trivsel_yaml_open(const uint8_t *bytes, size_t count);
/* The texts live until the next call. Behind a fault and behind the end nothing may be asked any more. */
struct trivsel_yaml_event trivsel_yaml_next(struct trivsel_yaml *parser);
void trivsel_yaml_close(struct trivsel_yaml *parser);

#endif
