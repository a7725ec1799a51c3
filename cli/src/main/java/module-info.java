/** The {@code hillock} command. */
module io.hillock.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.hillock.check;
  requires io.hillock.image;
  requires io.hillock.kernels;
  requires io.hillock.measure;
  requires io.hillock.tensor;
  requires me.tongfei.progressbar;
  requires org.jline.terminal;

  opens io.hillock.cli to
      info.picocli;
}
