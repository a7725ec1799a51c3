package io.hillock.gpu.cuda.emulator;

import java.util.Map;

/**
 * A PTX text.
 *
 * @param version the version of PTX it is written in
 * @param target the architecture it is written for
 * @param entries its kernels by name
 */
record PtxModule(String version, String target, Map<String, Entry> entries) {}
