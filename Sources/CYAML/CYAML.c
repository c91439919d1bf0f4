#include "CYAML.h"
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct trivsel_yaml {
    yaml_parser_t parser;
    yaml_event_t event;
};

struct trivsel_yaml *trivsel_yaml_open(const uint8_t *bytes, size_t count)
{
    struct trivsel_yaml *yaml = calloc(1, sizeof *yaml);
    if (!yaml) return NULL;
    if (!yaml_parser_initialize(&yaml->parser)) {
        free(yaml);
        return NULL;
    }
    yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&yaml->parser, bytes ? bytes : (const uint8_t *)"", count);
    return yaml;
}

static struct trivsel_yaml_event fault(const yaml_parser_t *parser)
{
    struct trivsel_yaml_event event = {.kind = TRIVSEL_YAML_FAULTY};
    if (parser->error == YAML_MEMORY_ERROR) event.kind = TRIVSEL_YAML_OUT_OF_MEMORY;
    if (parser->error == YAML_READER_ERROR) event.kind = TRIVSEL_YAML_UNREADABLE;
    event.line = parser->problem_mark.line;
    event.column = parser->problem_mark.column;
    event.text = parser->problem ? parser->problem : "";
    event.length = strlen(event.text);
    event.context = parser->context;
    event.offset = parser->problem_offset;
    return event;
}

struct trivsel_yaml_event trivsel_yaml_next(struct trivsel_yaml *yaml)
{
    yaml_event_t *found = &yaml->event;
    for (;;) {
        yaml_event_delete(found);
        if (!yaml_parser_parse(&yaml->parser, found)) return fault(&yaml->parser);
        struct trivsel_yaml_event event = {.line = found->start_mark.line, .column = found->start_mark.column};
        switch (found->type) {
        case YAML_DOCUMENT_START_EVENT: event.kind = TRIVSEL_YAML_DOCUMENT; return event;
        case YAML_ALIAS_EVENT:
            event.kind = TRIVSEL_YAML_ALIAS;
            event.text = (const char *)found->data.alias.anchor;
            event.length = strlen(event.text);
            return event;
        case YAML_SCALAR_EVENT:
            event.kind = TRIVSEL_YAML_SCALAR;
            event.text = (const char *)found->data.scalar.value;
            event.length = found->data.scalar.length;
            event.anchor = (const char *)found->data.scalar.anchor;
            event.plain = found->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
            return event;
        case YAML_SEQUENCE_START_EVENT:
            event.kind = TRIVSEL_YAML_LIST;
            event.anchor = (const char *)found->data.sequence_start.anchor;
            return event;
        case YAML_MAPPING_START_EVENT:
            event.kind = TRIVSEL_YAML_MAP;
            event.anchor = (const char *)found->data.mapping_start.anchor;
            return event;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT: event.kind = TRIVSEL_YAML_CLOSE; return event;
        case YAML_NO_EVENT:
        case YAML_STREAM_END_EVENT: event.kind = TRIVSEL_YAML_END; return event;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT: break;
        }
    }
}

void trivsel_yaml_close(struct trivsel_yaml *yaml)
{
    yaml_event_delete(&yaml->event);
    yaml_parser_delete(&yaml->parser);
    free(yaml);
}
