package io.hillock.image.samples;

import java.awt.image.BufferedImage;

/** Three glossy spheres and their soft shadows, and nothing behind them: the rest is alpha. */
final class Spheres {
  private static final Vector LIGHT = new Vector(-0.5, 0.78, -0.42).unit();
  private static final Vector[] CENTERS = {
    new Vector(-1.55, 0.8, 0.35), new Vector(0.35, 1.15, 0.9), new Vector(1.85, 0.62, -0.35)
  };
  private static final double[] RADII = {0.8, 1.15, 0.62};
  private static final Vector[] COLOURS = {
    new Vector(0.75, 0.1, 0.07), new Vector(0.05, 0.25, 0.55), new Vector(0.85, 0.5, 0.06)
  };
  private static final Vector EYE = new Vector(0, 2.1, -7.2);
  private static final int GRID = 3;

  private final Noise noise = new Noise(7);

  static BufferedImage draw(int width, int height) {
    Spheres scene = new Spheres();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Vector light = new Vector(0, 0, 0);
        double alpha = 0;
        for (int s = 0; s < GRID * GRID; s++) {
          double right = (x + (s % GRID + 0.5) / GRID - width / 2.0) / height;
          double up = (height * 0.38 - y - (Math.floorDiv(s, GRID) + 0.5) / GRID) / height;
          Vector ray = new Vector(right, up - 0.04, 1.55).unit();
          double opacity = scene.opacity(ray);
          light = light.plus(scene.seen(EYE, ray, 2).times(opacity));
          alpha += opacity;
        }
        Vector colour = alpha > 0 ? light.times(1 / alpha) : light;
        int opaque = (int) StrictMath.rint(255 * alpha / (GRID * GRID));
        image.setRGB(x, y, opaque << 24 | (opaque == 0 ? 0 : colour.shown()));
      }
    }
    return image;
  }

  /** 1 on a sphere, on the ground as much as is in shadow, fading with the distance. */
  private double opacity(Vector ray) {
    if (hit(EYE, ray) >= 0) {
      return 1;
    }
    if (ray.y() >= 0) {
      return 0;
    }
    Vector place = EYE.plus(ray.times(-EYE.y() / ray.y()));
    return 0.8 * (1 - open(place));
  }

  private Vector seen(Vector from, Vector ray, int bounces) {
    int sphere = hit(from, ray);
    if (sphere < 0) {
      return ray.y() < 0 ? floor(from, ray) : room(ray);
    }
    Vector place = from.plus(ray.times(distance(from, ray, sphere)));
    Vector normal = place.minus(CENTERS[sphere]).times(1 / RADII[sphere]);
    double direct = StrictMath.max(0, normal.dot(LIGHT)) * open(place.plus(normal.times(1e-3)));
    double sky = 0.5 + 0.5 * normal.y();
    Vector light =
        new Vector(2.3, 2.2, 2.0).times(direct).plus(new Vector(0.35, 0.42, 0.55).times(sky));
    Vector warm = new Vector(0.2, 0.16, 0.12).times(1 - sky);
    Vector colour = COLOURS[sphere].times(1 + 0.5 * veins(place)).times(light.plus(warm));
    Vector mirrored = normal.reflect(ray);
    double glint = StrictMath.pow(StrictMath.max(0, mirrored.dot(LIGHT)), 220) * direct;
    double facing = 1 - StrictMath.max(0, -ray.dot(normal));
    double fresnel = 0.05 + 0.95 * facing * facing * facing * facing * facing;
    Vector around =
        bounces == 0 ? room(mirrored) : seen(place.plus(normal.times(1e-3)), mirrored, bounces - 1);
    return colour.mix(around, fresnel).plus(new Vector(9, 9, 8.5).times(glint));
  }

  private double veins(Vector p) {
    double bend = noise.fractal(p.x() * 1.3 + p.z(), p.y() * 1.3 - p.z() * 0.7, 5);
    double vein = 1 - StrictMath.abs(StrictMath.sin(4 * p.y() + 2.5 * p.x() + 6 * bend));
    return vein * vein * vein - 0.3;
  }

  private Vector floor(Vector from, Vector ray) {
    Vector place = from.plus(ray.times(-from.y() / ray.y()));
    return new Vector(0.3, 0.29, 0.3).times(0.12 + open(place));
  }

  private static Vector room(Vector ray) {
    double up = Noise.clamp(0.5 + 0.5 * ray.y());
    Vector wall = new Vector(0.22, 0.22, 0.26).mix(new Vector(0.75, 0.85, 1.05), up * up);
    // A long window, to be seen in the spheres.
    double window =
        Noise.step(0.05, 0.09, ray.x() + 0.75)
            * Noise.step(0.05, 0.09, -0.15 - ray.x())
            * Noise.step(0.3, 0.34, ray.y())
            * Noise.step(-0.8, -0.76, -ray.y());
    return wall.plus(new Vector(3.2, 3.1, 2.9).times(window));
  }

  /** How much of the light comes to a place: soft edges, by how near its ray passes a sphere. */
  private static double open(Vector place) {
    double open = 1;
    for (int i = 0; i < CENTERS.length; i++) {
      Vector to = CENTERS[i].minus(place);
      double along = to.dot(LIGHT);
      if (along > 0) {
        double aside = StrictMath.sqrt(StrictMath.max(0, to.dot(to) - along * along));
        double softness = 0.05 + 0.28 * along;
        open *= Noise.step(-softness, softness, aside - RADII[i] + 0.25 * softness);
      }
      // Under a sphere it is dark, wherever the light is.
      double distance = StrictMath.sqrt(to.dot(to)) / RADII[i];
      if (distance > 1.001 && place.y() < 1e-2) {
        open *= 1 - 0.75 * StrictMath.exp(-3.2 * (distance - 1));
      }
    }
    return open;
  }

  private static int hit(Vector from, Vector ray) {
    int nearest = -1;
    for (int i = 0; i < CENTERS.length; i++) {
      double distance = distance(from, ray, i);
      if (distance > 0 && (nearest < 0 || distance < distance(from, ray, nearest))) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static double distance(Vector from, Vector ray, int sphere) {
    Vector to = CENTERS[sphere].minus(from);
    double along = to.dot(ray);
    double inside = along * along - to.dot(to) + RADII[sphere] * RADII[sphere];
    return inside < 0 ? -1 : along - StrictMath.sqrt(inside);
  }
}
