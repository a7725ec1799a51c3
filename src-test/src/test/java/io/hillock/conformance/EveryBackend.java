package io.hillock.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class once for each device of each backend; its field marked {@link
 * org.junit.jupiter.params.Parameter} takes the engine. The backends that need no special machine
 * must be there: without them the class fails, it is never skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TargetsClosed.class)
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@MethodSource("io.hillock.conformance.Targets#all")
@interface EveryBackend {}
