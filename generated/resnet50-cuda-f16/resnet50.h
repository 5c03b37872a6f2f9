/*
 * resnet50 on an NVIDIA GPU, batch 1, in float16 with float32 sums.
 *
 *   [1, 3, 224, 224] -> [1, 1000], float32, row-major.
 *
 * A model is a network with its weights on one device, and the memory that a run works in. Different models are
 * independent: use them from different threads as you like. One model does one thing at a time, and the caller sees to
 * that: no two calls of it overlap, and what a run_async has put on a stream is done before a call that is not of the
 * same stream.
 *
 * Whatever can fail returns a status and, where `error` is not NULL, fills it: what was going on (the layer, where
 * there is one), what happened, and how to mend it. A call that fails leaves nothing behind. No call changes the
 * current device of the calling thread.
 *
 * Written by Netwright; README.md shows how to build and use it.
 */
#ifndef NETWRIGHT_RESNET50_H
#define NETWRIGHT_RESNET50_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define RESNET50_API __attribute__((visibility("default")))
#else
#define RESNET50_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The values of one run: [1, 3, 224, 224] in, [1, 1000] out. */
#define RESNET50_BATCH 1
#define RESNET50_INPUT_RANK 4
#define RESNET50_INPUT_SHAPE { 1, 3, 224, 224 }
#define RESNET50_INPUT_ELEMENTS 150528
#define RESNET50_OUTPUT_RANK 2
#define RESNET50_OUTPUT_SHAPE { 1, 1000 }
#define RESNET50_OUTPUT_ELEMENTS 1000

/* Steps of one run, each a launch of a kernel. */
#define RESNET50_LAYERS 51

/* A network with its weights on a device. */
typedef struct resnet50 resnet50;

typedef enum resnet50_status {
  RESNET50_OK = 0,
  RESNET50_BAD_ARGUMENT,
  RESNET50_BAD_FILE,      /* the weights file cannot be read */
  RESNET50_BAD_WEIGHTS,   /* the weights are truncated, damaged, or another package's */
  RESNET50_OUT_OF_MEMORY, /* of the device or of the host */
  RESNET50_NO_DEVICE,     /* there is no such device, or it cannot run the kernels */
  RESNET50_CUDA_ERROR
} resnet50_status;

/* How a call ended. The message is empty where it went well. */
typedef struct resnet50_error {
  resnet50_status status;
  char message[512];
} resnet50_error;

/* A step of the network, as resnet50_profile finds it. The strings are constants. */
typedef struct resnet50_layer {
  const char *name;    /* the layer it works for */
  const char *kernel;  /* the kernel in resnet50.cu */
  double microseconds; /* the median of all runs */
  uint64_t macs;       /* multiplications with additions */
  uint64_t bytes;      /* that it must move at least: operands, weights, result */
} resnet50_layer;

/*
 * Makes a model from a weights file, on a device (an index, as of cudaSetDevice). Size, layout and hash of the weights
 * are checked. On failure *model is NULL.
 */
RESNET50_API resnet50_status resnet50_create(resnet50 **model, const char *weights_path, int device, resnet50_error *error);

/* The same from the bytes of a weights file, which can be released afterwards. */
RESNET50_API resnet50_status resnet50_create_from_memory(resnet50 **model, const void *weights, size_t bytes, int device,
    resnet50_error *error);

/* Runs on memory of the host: RESNET50_INPUT_ELEMENTS in, RESNET50_OUTPUT_ELEMENTS out. Done when it returns. */
RESNET50_API resnet50_status resnet50_run(resnet50 *model, const float *input, float *output, resnet50_error *error);

/*
 * Runs on memory of the model's device. All work is put on the stream (a cudaStream_t of that device; NULL is the
 * default stream) and is done when the stream is; a fault of a kernel shows then. It never waits. It launches a graph,
 * so it cannot be captured in one of yours.
 */
RESNET50_API resnet50_status resnet50_run_async(resnet50 *model, const float *input, float *output, void *stream,
    resnet50_error *error);

/*
 * Times the steps, in the order they run, over a number of runs on whatever values are there. `layers` has room for
 * RESNET50_LAYERS.
 */
RESNET50_API resnet50_status resnet50_profile(resnet50 *model, int runs, resnet50_layer *layers, resnet50_error *error);

/* Releases a model, on which nothing runs any more. NULL is fine. */
RESNET50_API void resnet50_destroy(resnet50 *model);

/* Bytes that a model has on the device: for its weights, and to work in. */
RESNET50_API size_t resnet50_weights_bytes(void);
RESNET50_API size_t resnet50_workspace_bytes(void);

/* Whether the weights are made up, to try the package without a checkpoint. */
RESNET50_API int resnet50_is_synthetic(const resnet50 *model);

/* What a status means, in a few words. */
RESNET50_API const char *resnet50_status_string(resnet50_status status);

/*
 * For tools that compare layer by layer: runs the steps up to `step` (from 0) and copies the arena of plan.json,
 * RESNET50_ARENA_ELEMENTS, as float32.
 */
#define RESNET50_ARENA_ELEMENTS 1304576
RESNET50_API resnet50_status resnet50_arena_after(resnet50 *model, const float *input, int step, float *arena,
    resnet50_error *error);

/* The same constants for languages that do not read this file, and the weights that the library was made for. */
RESNET50_API size_t resnet50_input_elements(void);
RESNET50_API size_t resnet50_output_elements(void);
RESNET50_API int resnet50_layers(void);
RESNET50_API const char *resnet50_plan(void);

#ifdef __cplusplus
}
#endif

#endif
