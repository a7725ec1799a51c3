/** The {@code hillock} command: arguments in, library calls, tables and exit codes out. */
package io.hillock.cli;
