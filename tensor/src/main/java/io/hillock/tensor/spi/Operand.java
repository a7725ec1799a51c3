package io.hillock.tensor.spi;

/**
 * An input of a call: element i of the result reads element {@code (i / inner) % period} of the
 * memory.
 *
 * @param memory where the elements are
 * @param period the number of elements in the memory
 * @param inner how many elements in a row read the same one
 * @param dense whether element i reads element i
 */
public record Operand(Memory memory, long period, long inner, boolean dense) {}
