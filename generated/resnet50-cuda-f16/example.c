/*
 * Classifies images, up to 1 a run.
 *
 *   example [--device N] [--weights FILE] image.ppm
 *
 * Images are binary PPM files (P6, 8 bits a channel); `magick photo.jpg photo.ppm` or `ffmpeg -i photo.jpg photo.ppm`
 * makes one. They are prepared as torchvision does for evaluation, on a PIL image, bit for bit:
 *
 *   Resize(256, BILINEAR), CenterCrop((224, 224)), ToTensor(), Normalize(mean, std)
 *
 * Exits with 0, or with 1 where something fails, or with 2 where the arguments are wrong.
 */
#include "resnet50.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labels.h"

enum { HEIGHT = 224, WIDTH = 224, RESIZE = 256, CLASSES = 1000, SHOWN = 5 };

static const float mean[3] = { 0.485, 0.456, 0.406 };
static const float spread[3] = { 0.229, 0.224, 0.225 };

/* Rows of R, G, B bytes. */
typedef struct image {
  int width, height;
  unsigned char *pixels;
} image;

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size);
  if (!memory) {
    fprintf(stderr, "example: out of memory\n");
    exit(1);
  }
  return memory;
}

/* A number of a PPM's header: after space and comments, and not larger than `most`. -1 where there is none. */
static int read_number(FILE *file, int most) {
  int c = getc(file), number = 0, digits = 0;
  while (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '#') {
    if (c == '#') {
      while (c != '\n' && c != EOF) c = getc(file);
    }
    c = getc(file);
  }
  for (; c >= '0' && c <= '9'; c = getc(file), digits++) {
    number = 10 * number + (c - '0');
    if (number > most) return -1;
  }
  /* One character of space ends the number, and is read with it. */
  return digits > 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n') ? number : -1;
}

/* Reads a PPM. @returns whether it is one; if not, says why */
static int read_ppm(const char *path, image *result) {
  FILE *file = fopen(path, "rb");
  const char *reason = NULL;
  size_t bytes = 0;
  int depth = 0;
  result->pixels = NULL;
  if (!file) {
    fprintf(stderr, "example: cannot open %s\n", path);
    return 0;
  }
  if (getc(file) != 'P' || getc(file) != '6') {
    reason = "is no binary PPM (P6)";
  } else {
    result->width = read_number(file, 32767);
    result->height = read_number(file, 32767);
    depth = read_number(file, 65535);
    if (result->width < 1 || result->height < 1 || depth < 1) reason = "has no PPM header of a sensible size";
    else if (depth != 255) reason = "has not 8 bits a channel (a maximum of 255)";
  }
  if (!reason) {
    bytes = (size_t)result->width * (size_t)result->height * 3;
    result->pixels = allocate(bytes, 1);
    if (fread(result->pixels, 1, bytes, file) != bytes) reason = "is truncated";
  }
  fclose(file);
  if (!reason) return 1;
  fprintf(stderr, "example: %s %s\n", path, reason);
  free(result->pixels);
  result->pixels = NULL;
  return 0;
}

/*
 * One axis of PIL's resize with a crop: position i is the sum of counts[i] samples from starts[i] on, by weights of 22
 * bits after the point. Pillow's src/libImaging/Resample.c, filter BILINEAR, which is stretched to output pixels when
 * the image shrinks: the antialiasing.
 */
enum { FRACTION = 22, HALF = 1 << (FRACTION - 1) };

typedef struct axis {
  int count;   /* positions that the crop keeps */
  int padding; /* black ones before them, where the image is smaller than the crop */
  int stride;
  int *starts, *counts, *weights;
} axis;

/* The weight of a sample at a distance of x, up to 1. */
static double weight_at(double x) {
  x = fabs(x);
  return x < 1 ? 1 - x : 0;
}

/* @param length of the whole resized axis */
static axis make_axis(int samples, int length, int crop) {
  axis result;
  double *exact;
  double scale, stretch, support;
  int first, i;
  /* torchvision's centre crop rounds a half to even. */
  result.count = crop < length ? crop : length;
  result.padding = crop > length ? (crop - length) / 2 : 0;
  first = crop < length ? (length - crop) / 2 : 0;
  if (crop < length && (length - crop) % 2 == 1 && first % 2 == 1) first++;

  scale = (double)samples / length;
  stretch = scale > 1 ? scale : 1;
  support = 1 * stretch;
  result.stride = (int)ceil(support) * 2 + 1;
  result.starts = allocate((size_t)result.count, sizeof(int));
  result.counts = allocate((size_t)result.count, sizeof(int));
  result.weights = allocate((size_t)result.count * (size_t)result.stride, sizeof(int));
  exact = allocate((size_t)result.stride, sizeof(double));
  for (i = 0; i < result.count; i++) {
    const double centre = (first + i + 0.5) * scale;
    const double inverse = 1 / stretch;
    int begin = (int)(centre - support + 0.5), end = (int)(centre + support + 0.5), tap;
    double sum = 0;
    if (begin < 0) begin = 0;
    if (end > samples) end = samples;
    for (tap = 0; tap < end - begin; tap++) {
      exact[tap] = weight_at((tap + begin - centre + 0.5) * inverse);
      sum += exact[tap];
    }
    for (tap = 0; tap < end - begin; tap++) {
      const double weight = exact[tap] / sum * (1 << FRACTION);
      result.weights[i * result.stride + tap] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    result.starts[i] = begin;
    result.counts[i] = end - begin;
  }
  free(exact);
  return result;
}

static void free_axis(axis *given) {
  free(given->starts);
  free(given->counts);
  free(given->weights);
}

/* Sums samples that are `step` bytes apart, and rounds to a byte. */
static unsigned char resample(const unsigned char *from, ptrdiff_t step, const int *weights, int count) {
  int sum = HALF, i;
  for (i = 0; i < count; i++) sum += from[i * step] * weights[i];
  sum >>= FRACTION;
  return (unsigned char)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

/* torchvision's length of a resized side: the shorter becomes RESIZE, the longer is rounded down. */
static int resized(int samples, int shorter) {
  return samples == shorter ? RESIZE : (int)((double)RESIZE * samples / shorter);
}

/* Writes an image to one of the batch's places: [channel, row, column]. */
static void prepare(const image *given, float *to) {
  const int shorter = given->width < given->height ? given->width : given->height;
  axis across = make_axis(given->width, resized(given->width, shorter), WIDTH);
  axis down = make_axis(given->height, resized(given->height, shorter), HEIGHT);
  const ptrdiff_t pitch = 3 * (ptrdiff_t)across.count;
  /* The rows that the crop reads, at its columns; then the crop: PIL rounds to bytes after both. */
  const int top = down.starts[0];
  const int bottom = down.starts[down.count - 1] + down.counts[down.count - 1];
  unsigned char *narrow = allocate((size_t)(bottom - top) * (size_t)pitch, 1);
  int row, column, channel;
  for (row = top; row < bottom; row++) {
    for (column = 0; column < across.count; column++) {
      const unsigned char *from = given->pixels + 3 * ((ptrdiff_t)row * given->width + across.starts[column]);
      for (channel = 0; channel < 3; channel++) {
        narrow[(row - top) * pitch + 3 * column + channel] =
            resample(from + channel, 3, across.weights + column * across.stride, across.counts[column]);
      }
    }
  }
  for (channel = 0; channel < 3; channel++) {
    for (row = 0; row < HEIGHT; row++) {
      for (column = 0; column < WIDTH; column++) {
        const int y = row - down.padding, x = column - across.padding;
        const int inside = y >= 0 && y < down.count && x >= 0 && x < across.count;
        unsigned char value = 0;
        float scaled;
        if (inside) {
          value = resample(narrow + (down.starts[y] - top) * pitch + 3 * x + channel, pitch,
                           down.weights + y * down.stride, down.counts[y]);
        }
        scaled = (float)value / 255.0f - mean[channel];
        to[(channel * HEIGHT + row) * WIDTH + column] = scaled / spread[channel];
      }
    }
  }
  free(narrow);
  free_axis(&across);
  free_axis(&down);
}

/* Prints the likeliest classes. */
static void report(const char *path, const float *outputs) {
  double probability[CLASSES];
  double largest = outputs[0], sum = 0;
  int i, shown;
  for (i = 1; i < CLASSES; i++) {
    if (outputs[i] > largest) largest = outputs[i];
  }
  for (i = 0; i < CLASSES; i++) sum += probability[i] = exp(outputs[i] - largest);
  for (i = 0; i < CLASSES; i++) probability[i] /= sum;
  printf("%s\n", path);
  for (shown = 0; shown < SHOWN; shown++) {
    int best = 0;
    for (i = 1; i < CLASSES; i++) {
      if (probability[i] > probability[best]) best = i;
    }
    printf("  %6.2f %%  %s\n", 100 * probability[best], labels[best]);
    probability[best] = -1;
  }
}

static int usage(void) {
  fprintf(stderr, "usage: example [--device N] [--weights FILE] image.ppm\n");
  return 2;
}

int main(int count, char **arguments) {
  const char *weights = "weights.bin";
  int device = 0, first = 1, images, i;
  float *input, *output;
  resnet50 *model = NULL;
  resnet50_error error;

  for (; first + 1 < count && strncmp(arguments[first], "--", 2) == 0; first += 2) {
    if (strcmp(arguments[first], "--weights") == 0) weights = arguments[first + 1];
    else if (strcmp(arguments[first], "--device") == 0) device = atoi(arguments[first + 1]);
    else return usage();
  }
  images = count - first;
  if (images < 1 || strncmp(arguments[first], "--", 2) == 0) return usage();
  if (images > RESNET50_BATCH) {
    fprintf(stderr, "example: %d images, and the network takes %d at a time\n", images, RESNET50_BATCH);
    return 2;
  }

  input = allocate(RESNET50_INPUT_ELEMENTS, sizeof(float));
  output = allocate(RESNET50_OUTPUT_ELEMENTS, sizeof(float));
  for (i = 0; i < images; i++) {
    image picture;
    if (!read_ppm(arguments[first + i], &picture)) return 1;
    prepare(&picture, input + (size_t)i * 3 * HEIGHT * WIDTH);
    free(picture.pixels);
  }

  if (resnet50_create(&model, weights, device, &error) != RESNET50_OK || resnet50_run(model, input, output, &error) != RESNET50_OK) {
    fprintf(stderr, "example: %s\n", error.message);
    resnet50_destroy(model);
    return 1;
  }
  if (resnet50_is_synthetic(model)) printf("The weights are synthetic: the classes mean nothing.\n");
  for (i = 0; i < images; i++) report(arguments[first + i], output + (size_t)i * CLASSES);
  resnet50_destroy(model);
  free(input);
  free(output);
  return 0;
}
