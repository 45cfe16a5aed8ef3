#ifndef POLYAK_CREADLINE_H
#define POLYAK_CREADLINE_H
#include <stdio.h>
#include <readline/readline.h>
#include <readline/history.h>
#endif
