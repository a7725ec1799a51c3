package io.hillock.image.samples;

/** A place, a direction or a colour. */
record Vector(double x, double y, double z) {
  Vector plus(Vector v) {
    return new Vector(x + v.x, y + v.y, z + v.z);
  }

  Vector minus(Vector v) {
    return plus(v.times(-1));
  }

  Vector times(double s) {
    return new Vector(x * s, y * s, z * s);
  }

  Vector times(Vector v) {
    return new Vector(x * v.x, y * v.y, z * v.z);
  }

  double dot(Vector v) {
    return x * v.x + y * v.y + z * v.z;
  }

  Vector unit() {
    return times(1 / StrictMath.sqrt(dot(this)));
  }

  Vector mix(Vector v, double t) {
    return plus(v.minus(this).times(t));
  }

  /** The direction in which a ray leaves a surface with this normal. */
  Vector reflect(Vector ray) {
    return ray.minus(times(2 * dot(ray)));
  }

  /** The colour as it is shown: brightness compressed to 1, and encoded for a screen. */
  int shown() {
    return channel(x) << 16 | channel(y) << 8 | channel(z);
  }

  private static int channel(double light) {
    // The curve of Narkowicz for the ACES film look.
    double v = StrictMath.max(0, light);
    double film = v * (2.51 * v + 0.03) / (v * (2.43 * v + 0.59) + 0.14);
    return (int) StrictMath.rint(255 * StrictMath.pow(Noise.clamp(film), 1 / 2.2));
  }
}
