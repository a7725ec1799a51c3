package io.hillock.image.samples;

import java.awt.image.BufferedImage;

/** Mountains by a lake in the evening: a height field, lit by a low sun, seen through haze. */
final class Landscape {
  private static final int GRID = 1024;

  /** The grid's width in the units of the scene. */
  private static final double EXTENT = 64;

  private static final Vector SUN = new Vector(0.62, 0.2, 0.62).unit();
  private static final Vector SUNLIGHT = new Vector(3.0, 1.85, 0.95);
  private static final Vector SKYLIGHT = new Vector(0.26, 0.36, 0.58);
  private static final Vector EYE = new Vector(31, 1.25, 3);

  private final Noise noise = new Noise(2024);
  private final float[] heights = new float[GRID * GRID];

  private Landscape() {
    for (int j = 0; j < GRID; j++) {
      for (int i = 0; i < GRID; i++) {
        heights[j * GRID + i] = (float) shape(i * EXTENT / GRID, j * EXTENT / GRID);
      }
    }
  }

  static BufferedImage draw(int width, int height) {
    Landscape scene = new Landscape();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Vector light = new Vector(0, 0, 0);
        for (int s = 0; s < 4; s++) {
          double right = (x + 0.25 + 0.5 * (s & 1) - width / 2.0) / height;
          double up = (height * 0.52 - y - 0.25 - 0.5 * (s >> 1)) / height;
          light = light.plus(scene.seen(EYE, new Vector(right, up, 1.05).unit(), true));
        }
        image.setRGB(x, y, light.times(0.25).shown());
      }
    }
    return image;
  }

  /** A lake in front, shores at both sides, ranges that rise with the distance. */
  private double shape(double x, double z) {
    double valley = (x - 31 - 2.5 * noise.at(z * 0.12, 3.3)) / (3.2 + z * 0.16);
    double rise = Noise.step(0.25, 2.3, StrictMath.abs(valley)) + Noise.step(26, 46, z) * 0.9;
    double ridges = noise.ridges(x * 0.06 + 4.2, z * 0.06 + 1.7, 9);
    double bumps = noise.fractal(x * 0.45, z * 0.45, 6) * 0.16;
    return -0.5 + rise * (0.2 + 8.5 * ridges * ridges) + bumps * (0.5 + rise);
  }

  private double height(double x, double z) {
    double u = Noise.clamp(x / EXTENT) * (GRID - 2);
    double v = Noise.clamp(z / EXTENT) * (GRID - 2);
    int i = (int) u;
    int j = (int) v;
    int at = j * GRID + i;
    double near = Noise.mix(heights[at], heights[at + 1], u - i);
    double far = Noise.mix(heights[at + GRID], heights[at + GRID + 1], u - i);
    return Noise.mix(near, far, v - j);
  }

  /** The light that comes to a place from a direction. */
  private Vector seen(Vector from, Vector ray, boolean water) {
    double distance = 0.05;
    double last = 0;
    while (distance < 62) {
      Vector place = from.plus(ray.times(distance));
      double above = place.y() - height(place.x(), place.z());
      if (above < 0) {
        double hit = refine(from, ray, last, distance);
        Vector there = from.plus(ray.times(hit));
        if (there.y() > 0 || !water) {
          return haze(ground(there), ray, hit);
        }
      }
      if (water && place.y() < 0) {
        double hit = -from.y() / ray.y();
        return haze(lake(from.plus(ray.times(hit)), ray, hit), ray, hit);
      }
      if (place.y() > 9 && ray.y() > 0) {
        break;
      }
      last = distance;
      distance += StrictMath.max(0.012 * distance + 0.004, above * 0.28);
    }
    return sky(ray);
  }

  private double refine(Vector from, Vector ray, double above, double below) {
    double a = above;
    double b = below;
    for (int i = 0; i < 10; i++) {
      double middle = (a + b) / 2;
      Vector place = from.plus(ray.times(middle));
      if (place.y() > height(place.x(), place.z())) {
        a = middle;
      } else {
        b = middle;
      }
    }
    return b;
  }

  private Vector normal(Vector place) {
    double d = 0.07;
    double dx = height(place.x() + d, place.z()) - height(place.x() - d, place.z());
    double dz = height(place.x(), place.z() + d) - height(place.x(), place.z() - d);
    return new Vector(-dx, 2 * d, -dz).unit();
  }

  private Vector ground(Vector place) {
    Vector normal = normal(place);
    double grain = noise.fractal(place.x() * 5, place.z() * 5, 4);
    Vector rock = new Vector(0.2, 0.175, 0.155).times(1 + 0.55 * grain);
    Vector meadow = new Vector(0.085, 0.11, 0.035).times(1 + 0.9 * grain);
    Vector forest = new Vector(0.025, 0.045, 0.022).times(1 + 1.2 * grain);
    double wooded = Noise.step(-0.1, 0.25, noise.fractal(place.x() * 0.9, place.z() * 0.9, 4));
    Vector green = meadow.mix(forest, wooded);
    double level = Noise.step(0.7, 0.86, normal.y()) * Noise.step(2.6, 1.5, place.y() + grain);
    Vector colour = rock.mix(green, level);
    double snow = Noise.step(2.5, 3.5, place.y() + 0.9 * grain) * Noise.step(0.45, 0.7, normal.y());
    colour = colour.mix(new Vector(0.85, 0.88, 0.95), snow);
    colour = colour.mix(new Vector(0.24, 0.2, 0.14), Noise.step(0.1, 0.02, place.y()));
    double sun = StrictMath.max(0, normal.dot(SUN));
    double direct = sun > 0 ? sun * lit(place) : 0;
    double open = 0.45 + 0.55 * normal.y();
    double bounce = StrictMath.max(0, -normal.x() * SUN.x() - normal.z() * SUN.z()) * 0.12;
    Vector light = SUNLIGHT.times(direct + bounce).plus(SKYLIGHT.times(open));
    return colour.times(light);
  }

  /** How much of the sun is seen, 0 to 1: soft, by how near the ray comes to other ground. */
  private double lit(Vector place) {
    double open = 1;
    for (double t = 0.06; t < 18; ) {
      Vector p = place.plus(SUN.times(t));
      double above = p.y() - height(p.x(), p.z());
      open = StrictMath.min(open, 0.5 + 12 * above / t);
      if (open <= 0) {
        return 0;
      }
      t += StrictMath.max(0.05, above * 0.4);
    }
    return Noise.clamp(open);
  }

  private Vector lake(Vector place, Vector ray, double distance) {
    double calm = 0.055 / (1 + 0.16 * distance);
    double a = noise.fractal(place.x() * 2.3, place.z() * 5.2, 3);
    double b = noise.fractal(place.x() * 2.3 + 40, place.z() * 5.2, 3);
    Vector normal = new Vector(a * calm, 1, b * calm).unit();
    Vector mirrored = normal.reflect(ray);
    Vector up = new Vector(mirrored.x(), StrictMath.max(0.004, mirrored.y()), mirrored.z());
    double facing = 1 - StrictMath.max(0, -ray.dot(normal));
    double fresnel = 0.03 + 0.97 * facing * facing * facing * facing * facing;
    double depth = Noise.clamp(-height(place.x(), place.z()) * 1.6);
    Vector bottom = new Vector(0.13, 0.12, 0.08).mix(new Vector(0.012, 0.04, 0.05), depth);
    Vector surface = new Vector(place.x(), 0.003, place.z());
    Vector below = bottom.times(SKYLIGHT.plus(SUNLIGHT.times(0.15)));
    return below.mix(seen(surface, up.unit(), false), fresnel);
  }

  private Vector sky(Vector ray) {
    double up = StrictMath.max(0, ray.y());
    double toSun = StrictMath.max(0, ray.dot(SUN));
    Vector zenith = new Vector(0.035, 0.1, 0.29);
    Vector horizon = new Vector(0.55, 0.42, 0.36);
    Vector sky = horizon.mix(zenith, StrictMath.pow(Noise.clamp(up * 1.5), 0.55));
    sky = sky.plus(new Vector(1.1, 0.52, 0.2).times(0.55 * StrictMath.pow(toSun, 7)));
    sky = sky.plus(new Vector(1.6, 1.1, 0.7).times(0.9 * StrictMath.pow(toSun, 90)));
    double height = 1 / (up + 0.07);
    double cloud =
        noise.fractal(ray.x() * height * 0.62 + 9, ray.z() * height * 1.25, 7)
            + 0.35 * noise.at(ray.x() * height * 0.2, ray.z() * height * 0.3);
    double cover = Noise.step(-0.02, 0.62, cloud) * Noise.step(0.0, 0.16, up);
    Vector cloudLight =
        new Vector(0.85, 0.55, 0.45).mix(new Vector(2.1, 1.25, 0.65), StrictMath.pow(toSun, 6));
    return sky.mix(cloudLight, 0.75 * cover);
  }

  private Vector haze(Vector light, Vector ray, double distance) {
    double toSun = StrictMath.max(0, ray.dot(SUN));
    Vector air =
        new Vector(0.24, 0.29, 0.42).mix(new Vector(1.0, 0.6, 0.34), StrictMath.pow(toSun, 5));
    return light.mix(air, 1 - StrictMath.exp(-StrictMath.pow(distance * 0.0145, 1.5)));
  }
}
