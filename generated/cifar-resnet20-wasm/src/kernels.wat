;; cifar-resnet20, [1, 3, 32, 32] -> [1, 10]: 18 kernels that 23 steps call, 40.8 MMACs a run.
;;
;; A kernel is given the addresses, in bytes, of what it reads and writes ($x an image, $w weights, $b a bias,
;; $r0 and on what its end reads, $y the result), of room to work in, and which units of its work to do: $from
;; up to, not including, $to. All numbers are float32; channels of an image lie side by side.
;;
;; Assembled, this text is kernels.wasm. So is kernels-relaxed.wasm, with each
;;
;;   (f32x4.add (f32x4.mul a b) c)    as    (f32x4.relaxed_madd a b c)
;;
;; which is one instruction, rounded once, where the CPU has it, and else the same.
(module
  (import "env" "memory" (memory 84 65536))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 256 windows.
  ;; Used by layer1.0.conv1, layer1.0.conv2, layer1.1.conv1, layer1.1.conv2, layer1.2.conv1, layer1.2.conv2.
  ;; One unit of work.
  (func $winograd4_weights_256 (export "winograd4_weights_256") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 256)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 256))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=3072 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=6144 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1024 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=4096 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=7168 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=2048 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=5120 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=8192 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=1088 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2176 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=3264 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=4352 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=5440 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=6528 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=7616 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=8704 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=9792 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=10880 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=11968 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=13056 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=14144 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=15232 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=16320 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=17408 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=18496 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=19584 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=20672 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=21760 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=22848 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=23936 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=25024 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=26112 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=27200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=28288 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=29376 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=30464 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=31552 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=32640 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=33728 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=34816 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=35904 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=36992 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=38080 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 1024 windows.
  ;; Used by layer2.0.conv2, layer2.1.conv1, layer2.1.conv2, layer2.2.conv1, layer2.2.conv2.
  ;; One unit of work.
  (func $winograd4_weights_1024 (export "winograd4_weights_1024") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 1024)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 1024))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=12288 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=24576 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=4096 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=16384 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=28672 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=8192 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=20480 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=32768 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=4160 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=8320 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=12480 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=16640 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=20800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=24960 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=29120 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=33280 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=37440 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=41600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=45760 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=49920 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=54080 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=58240 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=62400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=66560 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=70720 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=74880 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=79040 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=83200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=87360 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=91520 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=95680 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=99840 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=104000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=108160 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=112320 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=116480 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=120640 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=124800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=128960 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=133120 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=137280 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=141440 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=145600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 4096 windows.
  ;; Used by layer3.0.conv2, layer3.1.conv1, layer3.1.conv2, layer3.2.conv1, layer3.2.conv2.
  ;; 4 units of work.
  (func $winograd4_weights_4096 (export "winograd4_weights_4096") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 4096)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 4096))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=49152 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=98304 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=16384 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=65536 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=114688 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=32768 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=81920 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=131072 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=16448 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=32896 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=49344 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=65792 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=82240 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=98688 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=115136 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=131584 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=148032 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=164480 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=180928 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=197376 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=213824 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=230272 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=246720 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=263168 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=279616 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=296064 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=312512 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=328960 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=345408 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=361856 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=378304 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=394752 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=411200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=427648 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=444096 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=460544 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=476992 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=493440 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=509888 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=526336 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=542784 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=559232 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=575680 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution: [1, 3, 32, 32] -> [1, 16, 32, 32], 442 kMACs.
  ;; Used by conv1.
  ;; One unit of work.
  (func $conv3x3_32x32x3_to_32x32x16_relu (export "conv3x3_32x32x3_to_32x32x16_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $from_pixel i32) (local $to_pixel i32) (local $column i32) (local $source i32)
    (local $i i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32)
    (local $panel i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128)
    (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128)
    (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Strips of 32 rows, panels of 16 channels, 2 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (local.get $unit))
          (local.set $image (local.get $strip))
          (local.set $top (i32.const 0))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row (i32.add (i32.add (local.get $top) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 408))))
                (if (i32.lt_u (local.get $row) (i32.const 32))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 32)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 12))
                    (local.set $from_pixel (local.get $source))
                    (local.set $to_pixel (i32.add (local.get $line) (i32.const 12)))
                    (local.set $column (i32.const 0))
                    (loop $column
                      (f32.store offset=0 (local.get $to_pixel) (f32.load offset=0 (local.get $from_pixel)))
                      (f32.store offset=4
                        (local.get $to_pixel)
                        (f32.load offset=4096 (local.get $from_pixel)))
                      (f32.store offset=8
                        (local.get $to_pixel)
                        (f32.load offset=8192 (local.get $from_pixel)))
                      (local.set $from_pixel (i32.add (local.get $from_pixel) (i32.const 4)))
                      (local.set $to_pixel (i32.add (local.get $to_pixel) (i32.const 12)))
                      (br_if $column
                        (i32.lt_u
                          (local.tee $column (i32.add (local.get $column) (i32.const 1)))
                          (i32.const 32))))
                    (memory.fill (i32.add (local.get $line) (i32.const 396)) (i32.const 0) (i32.const 12)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 408))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 34))))))
          (local.set $panel (i32.const 0))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 1728))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $p1 (i32.const 0))
            (loop $p1
              (local.set $c00 (v128.load (local.get $biases)))
              (local.set $c10 (local.get $c00))
              (local.set $c01 (v128.load offset=16 (local.get $biases)))
              (local.set $c11 (local.get $c01))
              (local.set $c02 (v128.load offset=32 (local.get $biases)))
              (local.set $c12 (local.get $c02))
              (local.set $c03 (v128.load offset=48 (local.get $biases)))
              (local.set $c13 (local.get $c03))
              (local.set $a
                (i32.add
                  (local.get $room)
                  (i32.mul
                    (i32.add
                      (i32.mul (local.get $p0) (i32.const 102))
                      (i32.mul (local.get $p1) (i32.const 3)))
                    (i32.const 4))))
              (local.set $k (local.get $weights))
              (local.set $tap0 (i32.const 0))
              (loop $tap0
                (local.set $end (i32.add (local.get $a) (i32.const 36)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=12 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $a (i32.add (local.get $a) (i32.const 372)))
                (br_if $tap0
                  (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
              (local.set $at0
                (i32.add
                  (i32.add
                    (i32.mul (i32.mul (local.get $top) (i32.const 512)) (i32.const 4))
                    (i32.mul
                      (i32.add
                        (i32.mul (local.get $p0) (i32.const 512))
                        (i32.mul (local.get $p1) (i32.const 16)))
                      (i32.const 4)))
                  (i32.mul (local.get $n) (i32.const 4))))
              (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
              (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=16
                (local.get $y_at)
                (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=32
                (local.get $y_at)
                (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=48
                (local.get $y_at)
                (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=64
                (local.get $y_at)
                (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=80
                (local.get $y_at)
                (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=96
                (local.get $y_at)
                (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=112
                (local.get $y_at)
                (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
              (br_if $p1 (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 32))))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 32))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 16, 32, 32] -> [1, 16, 32, 32], 2.36 MMACs.
  ;; Used by layer1.0.conv1, layer1.1.conv1, layer1.2.conv1.
  ;; One unit of work.
  (func $conv3x3_32x32x16_to_32x32x16_relu (export "conv3x3_32x32x16_to_32x32x16_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 8 rows of 8 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (local.get $unit))
          (local.set $top (i32.mul (local.get $strip) (i32.const 8)))
          (local.set $tiles (i32.const 64))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2176))))
                  (if (i32.lt_u (local.get $row) (i32.const 32))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 64))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 64))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2112)) (i32.const 0) (i32.const 64)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2176))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 256))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 8)) (local.get $tile_column))
                          (i32.const 64)))
                      (i32.const 13120)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2176 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=4352 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=6528 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=8704 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=10880 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 64)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=4160 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=8320 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=12480 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=16640 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=20800 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 24960)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 16))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 8))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 8))))))
          (local.set $first (i32.const 0))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 1)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 1))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 4160)))
                (i32.const 13120)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 4160)))
                (i32.const 162880)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 1088))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 1024))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 64))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 64)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=64 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 16)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 16))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 8)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 162880)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=24960 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=49920 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=74880 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=99840 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=124800 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 4160)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 16)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=64
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=128
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=192
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 8))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 8))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 16, 32, 32] -> [1, 16, 32, 32], 2.36 MMACs.
  ;; Used by layer1.0.conv2, layer1.1.conv2, layer1.2.conv2.
  ;; One unit of work.
  (func $conv3x3_32x32x16_to_32x32x16_add_relu (export "conv3x3_32x32x16_to_32x32x16_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $n i32) (local $left i32) (local $stop i32) (local $image i32)
    (local $y_top i32) (local $unit i32) (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128)
    (local $d4 v128) (local $d5 v128) (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128)
    (local $o0 v128) (local $o1 v128) (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128)
    (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128) (local $c02 v128)
    (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128)
    (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $bias v128)
    ;; Strips of 8 rows of 8 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (local.get $unit))
          (local.set $top (i32.mul (local.get $strip) (i32.const 8)))
          (local.set $tiles (i32.const 64))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2176))))
                  (if (i32.lt_u (local.get $row) (i32.const 32))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 64))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 64))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2112)) (i32.const 0) (i32.const 64)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2176))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 256))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 8)) (local.get $tile_column))
                          (i32.const 64)))
                      (i32.const 13120)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2176 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=4352 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=6528 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=8704 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=10880 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 64)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=4160 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=8320 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=12480 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=16640 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=20800 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 24960)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 16))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 8))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 8))))))
          (local.set $first (i32.const 0))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 1)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 1))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 4160)))
                (i32.const 13120)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 4160)))
                (i32.const 162880)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 1088))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 1024))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 64))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 64)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=64 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 16)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 16))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 8)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 162880)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=24960 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=49920 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=74880 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=99840 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=124800 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 4160)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 312640)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 16)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                      (v128.store
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o0) (v128.load (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=64
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o1) (v128.load offset=64 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=128
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o2) (v128.load offset=128 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=192
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o3) (v128.load offset=192 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 8))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 8))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution of stride 2: [1, 16, 32, 32] -> [1, 32, 16, 16], 1.18 MMACs.
  ;; Used by layer2.0.conv1.
  ;; 2 units of work.
  (func $conv3x3_32x32x16_to_16x16x32_relu (export "conv3x3_32x32x16_to_16x16x32_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $source i32) (local $i i32) (local $first i32) (local $last i32)
    (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32)
    (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Strips of 16 rows, panels of 16 channels, 2 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $image (local.get $strip))
          (local.set $top (i32.const 0))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2112))))
                (if (i32.lt_u (local.get $row) (i32.const 32))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 64))
                    (memory.copy
                      (i32.add (local.get $line) (i32.const 64))
                      (local.get $source)
                      (i32.const 2048)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 2112))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 33))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 2)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 2))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 9216))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (loop $p1
                    (local.set $c00 (v128.load (local.get $biases)))
                    (local.set $c10 (local.get $c00))
                    (local.set $c01 (v128.load offset=16 (local.get $biases)))
                    (local.set $c11 (local.get $c01))
                    (local.set $c02 (v128.load offset=32 (local.get $biases)))
                    (local.set $c12 (local.get $c02))
                    (local.set $c03 (v128.load offset=48 (local.get $biases)))
                    (local.set $c13 (local.get $c03))
                    (local.set $a
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 1056))
                            (i32.mul (local.get $p1) (i32.const 32)))
                          (i32.const 4))))
                    (local.set $k (local.get $weights))
                    (local.set $tap0 (i32.const 0))
                    (loop $tap0
                      (local.set $end (i32.add (local.get $a) (i32.const 192)))
                      (loop $terms
                        (local.set $a0 (v128.load32_splat (local.get $a)))
                        (local.set $a1 (v128.load32_splat offset=128 (local.get $a)))
                        (local.set $w0 (v128.load (local.get $k)))
                        (local.set $w1 (v128.load offset=16 (local.get $k)))
                        (local.set $w2 (v128.load offset=32 (local.get $k)))
                        (local.set $w3 (v128.load offset=48 (local.get $k)))
                        (local.set $c00
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                        (local.set $c01
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                        (local.set $c02
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                        (local.set $c03
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                        (local.set $c10
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                        (local.set $c11
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                        (local.set $c12
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                        (local.set $c13
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                        (local.set $k (i32.add (local.get $k) (i32.const 64)))
                        (br_if $terms
                          (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                      (local.set $a (i32.add (local.get $a) (i32.const 1920)))
                      (br_if $tap0
                        (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                    (local.set $at0
                      (i32.add
                        (i32.add
                          (i32.mul (i32.mul (local.get $top) (i32.const 512)) (i32.const 4))
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 512))
                              (i32.mul (local.get $p1) (i32.const 32)))
                            (i32.const 4)))
                        (i32.mul (local.get $n) (i32.const 4))))
                    (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                    (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=16
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=32
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=48
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=128
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=144
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=160
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=176
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                    (br_if $p1
                      (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 16))))
                  (br_if $p0
                    (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 16))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 32, 16, 16] -> [1, 32, 16, 16], 2.36 MMACs.
  ;; Used by layer2.0.conv2.
  ;; 2 units of work.
  (func $conv3x3_16x16x32_to_16x16x32 (export "conv3x3_16x16x32_to_16x16x32") (param $x i32) (param $w i32)
      (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 4 rows of 4 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 4)))
          (local.set $tiles (i32.const 16))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2304))))
                  (if (i32.lt_u (local.get $row) (i32.const 16))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 128))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 128))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2176)) (i32.const 0) (i32.const 128)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2304))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 512))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                          (i32.const 128)))
                      (i32.const 13888)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2304 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=4608 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=6912 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=9216 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=11520 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 128)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=2112 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=4224 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=6336 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=8448 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=10560 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 12672)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 32))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 4))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 2)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 2))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 2112)))
                (i32.const 13888)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 89920)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 4160))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 2048))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 128))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 128)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=128 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 32)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 32))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 89920)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=6528 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=13056 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=19584 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=26112 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=32640 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 1088)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 32)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (local.get $o0))
                      (v128.store offset=128 (local.get $y_at) (local.get $o1))
                      (v128.store offset=256 (local.get $y_at) (local.get $o2))
                      (v128.store offset=384 (local.get $y_at) (local.get $o3))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 4))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution of stride 2: [1, 16, 32, 32] -> [1, 32, 16, 16], 131 kMACs.
  ;; Used by layer2.0.downsample.0.
  ;; 32 units of work.
  (func $conv1x1_32x32x16_to_16x16x32_add_relu (export "conv1x1_32x32x16_to_16x16x32_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $p1 i32) (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $y0 v128) (local $y1 v128) (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $start (i32.rem_u (local.get $unit) (i32.const 16)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 1))
              (i32.const 16)
              (i32.lt_s (i32.add (local.get $start) (i32.const 1)) (i32.const 16))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 1024))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $p1 (i32.const 0))
                (loop $p1
                  (local.set $c00 (v128.load (local.get $biases)))
                  (local.set $c10 (local.get $c00))
                  (local.set $c01 (v128.load offset=16 (local.get $biases)))
                  (local.set $c11 (local.get $c01))
                  (local.set $c02 (v128.load offset=32 (local.get $biases)))
                  (local.set $c12 (local.get $c02))
                  (local.set $c03 (v128.load offset=48 (local.get $biases)))
                  (local.set $c13 (local.get $c03))
                  (local.set $a
                    (i32.add
                      (local.get $x)
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 1024))
                          (i32.mul (local.get $p1) (i32.const 32)))
                        (i32.const 4))))
                  (local.set $k (local.get $weights))
                  (local.set $end (i32.add (local.get $a) (i32.const 64)))
                  (loop $terms
                    (local.set $a0 (v128.load32_splat (local.get $a)))
                    (local.set $a1 (v128.load32_splat offset=128 (local.get $a)))
                    (local.set $w0 (v128.load (local.get $k)))
                    (local.set $w1 (v128.load offset=16 (local.get $k)))
                    (local.set $w2 (v128.load offset=32 (local.get $k)))
                    (local.set $w3 (v128.load offset=48 (local.get $k)))
                    (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                    (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                    (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                    (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                    (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                    (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                    (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                    (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                    (local.set $k (i32.add (local.get $k) (i32.const 64)))
                    (br_if $terms
                      (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                  (local.set $at0
                    (i32.add
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 512))
                          (i32.mul (local.get $p1) (i32.const 32)))
                        (i32.const 4))
                      (i32.mul (local.get $n) (i32.const 4))))
                  (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                  (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                  (local.set $y0
                    (f32x4.pmax
                      (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y1
                    (f32x4.pmax
                      (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y2
                    (f32x4.pmax
                      (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y3
                    (f32x4.pmax
                      (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (v128.store (local.get $y_at) (local.get $y0))
                  (v128.store offset=16 (local.get $y_at) (local.get $y1))
                  (v128.store offset=32 (local.get $y_at) (local.get $y2))
                  (v128.store offset=48 (local.get $y_at) (local.get $y3))
                  (local.set $y0
                    (f32x4.pmax
                      (f32x4.add (local.get $c10) (v128.load offset=128 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y1
                    (f32x4.pmax
                      (f32x4.add (local.get $c11) (v128.load offset=144 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y2
                    (f32x4.pmax
                      (f32x4.add (local.get $c12) (v128.load offset=160 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y3
                    (f32x4.pmax
                      (f32x4.add (local.get $c13) (v128.load offset=176 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=128 (local.get $y_at) (local.get $y0))
                  (v128.store offset=144 (local.get $y_at) (local.get $y1))
                  (v128.store offset=160 (local.get $y_at) (local.get $y2))
                  (v128.store offset=176 (local.get $y_at) (local.get $y3))
                  (br_if $p1
                    (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 16))))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 32, 16, 16] -> [1, 32, 16, 16], 2.36 MMACs.
  ;; Used by layer2.1.conv1, layer2.2.conv1.
  ;; 2 units of work.
  (func $conv3x3_16x16x32_to_16x16x32_relu (export "conv3x3_16x16x32_to_16x16x32_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 4 rows of 4 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 4)))
          (local.set $tiles (i32.const 16))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2304))))
                  (if (i32.lt_u (local.get $row) (i32.const 16))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 128))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 128))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2176)) (i32.const 0) (i32.const 128)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2304))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 512))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                          (i32.const 128)))
                      (i32.const 13888)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2304 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=4608 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=6912 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=9216 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=11520 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 128)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=2112 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=4224 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=6336 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=8448 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=10560 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 12672)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 32))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 4))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 2)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 2))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 2112)))
                (i32.const 13888)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 89920)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 4160))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 2048))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 128))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 128)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=128 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 32)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 32))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 89920)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=6528 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=13056 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=19584 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=26112 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=32640 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 1088)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 32)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=128
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=256
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=384
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 4))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 32, 16, 16] -> [1, 32, 16, 16], 2.36 MMACs.
  ;; Used by layer2.1.conv2, layer2.2.conv2.
  ;; 2 units of work.
  (func $conv3x3_16x16x32_to_16x16x32_add_relu (export "conv3x3_16x16x32_to_16x16x32_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $n i32) (local $left i32) (local $stop i32) (local $image i32)
    (local $y_top i32) (local $unit i32) (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128)
    (local $d4 v128) (local $d5 v128) (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128)
    (local $o0 v128) (local $o1 v128) (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128)
    (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128) (local $c02 v128)
    (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128)
    (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $bias v128)
    ;; Strips of 4 rows of 4 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 4)))
          (local.set $tiles (i32.const 16))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2304))))
                  (if (i32.lt_u (local.get $row) (i32.const 16))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 128))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 128))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2176)) (i32.const 0) (i32.const 128)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2304))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 512))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                          (i32.const 128)))
                      (i32.const 13888)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2304 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=4608 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=6912 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=9216 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=11520 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 128)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=2112 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=4224 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=6336 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=8448 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=10560 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 12672)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 32))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 4))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 2)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 2))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 2112)))
                (i32.const 13888)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 89920)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 4160))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 2048))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 128))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 128)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=128 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 32)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 32))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 89920)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=6528 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=13056 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=19584 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=26112 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=32640 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 1088)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 129088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 32)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                      (v128.store
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o0) (v128.load (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=128
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o1) (v128.load offset=128 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=256
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o2) (v128.load offset=256 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=384
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o3) (v128.load offset=384 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 4))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution of stride 2: [1, 32, 16, 16] -> [1, 64, 8, 8], 1.18 MMACs.
  ;; Used by layer3.0.conv1.
  ;; 4 units of work.
  (func $conv3x3_16x16x32_to_8x8x64_relu (export "conv3x3_16x16x32_to_8x8x64_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $source i32) (local $i i32) (local $first i32) (local $last i32)
    (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32)
    (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Strips of 8 rows, panels of 16 channels, 2 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $image (local.get $strip))
          (local.set $top (i32.const 0))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2176))))
                (if (i32.lt_u (local.get $row) (i32.const 16))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 128))
                    (memory.copy
                      (i32.add (local.get $line) (i32.const 128))
                      (local.get $source)
                      (i32.const 2048)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 2176))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 17))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 4))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 18432))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (loop $p1
                    (local.set $c00 (v128.load (local.get $biases)))
                    (local.set $c10 (local.get $c00))
                    (local.set $c01 (v128.load offset=16 (local.get $biases)))
                    (local.set $c11 (local.get $c01))
                    (local.set $c02 (v128.load offset=32 (local.get $biases)))
                    (local.set $c12 (local.get $c02))
                    (local.set $c03 (v128.load offset=48 (local.get $biases)))
                    (local.set $c13 (local.get $c03))
                    (local.set $a
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 1088))
                            (i32.mul (local.get $p1) (i32.const 64)))
                          (i32.const 4))))
                    (local.set $k (local.get $weights))
                    (local.set $tap0 (i32.const 0))
                    (loop $tap0
                      (local.set $end (i32.add (local.get $a) (i32.const 384)))
                      (loop $terms
                        (local.set $a0 (v128.load32_splat (local.get $a)))
                        (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                        (local.set $w0 (v128.load (local.get $k)))
                        (local.set $w1 (v128.load offset=16 (local.get $k)))
                        (local.set $w2 (v128.load offset=32 (local.get $k)))
                        (local.set $w3 (v128.load offset=48 (local.get $k)))
                        (local.set $c00
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                        (local.set $c01
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                        (local.set $c02
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                        (local.set $c03
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                        (local.set $c10
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                        (local.set $c11
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                        (local.set $c12
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                        (local.set $c13
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                        (local.set $k (i32.add (local.get $k) (i32.const 64)))
                        (br_if $terms
                          (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                      (local.set $a (i32.add (local.get $a) (i32.const 1792)))
                      (br_if $tap0
                        (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                    (local.set $at0
                      (i32.add
                        (i32.add
                          (i32.mul (i32.mul (local.get $top) (i32.const 512)) (i32.const 4))
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 512))
                              (i32.mul (local.get $p1) (i32.const 64)))
                            (i32.const 4)))
                        (i32.mul (local.get $n) (i32.const 4))))
                    (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                    (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=16
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=32
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=48
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=256
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=272
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=288
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=304
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                    (br_if $p1
                      (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 8))))
                  (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 8))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 64, 8, 8] -> [1, 64, 8, 8], 2.36 MMACs.
  ;; Used by layer3.0.conv2.
  ;; 4 units of work.
  (func $conv3x3_8x8x64_to_8x8x64 (export "conv3x3_8x8x64_to_8x8x64") (param $x i32) (param $w i32)
      (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 2 rows of 2 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 2)))
          (local.set $tiles (i32.const 4))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2560))))
                  (if (i32.lt_u (local.get $row) (i32.const 8))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 256))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 256))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2304)) (i32.const 0) (i32.const 256)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2560))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 1024))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                          (i32.const 256)))
                      (i32.const 15424)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2560 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=5120 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=7680 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=10240 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=12800 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 256)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=1088 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=2176 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=3264 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=4352 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=5440 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 6528)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 64))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 2))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 4))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 15424)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 320)))
                (i32.const 54592)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 16448))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 4096))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 256))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 256)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 64)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 64))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 54592)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=1920 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=3840 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=5760 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=7680 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=9600 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 320)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 64)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (local.get $o0))
                      (v128.store offset=256 (local.get $y_at) (local.get $o1))
                      (v128.store offset=512 (local.get $y_at) (local.get $o2))
                      (v128.store offset=768 (local.get $y_at) (local.get $o3))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 2))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution of stride 2: [1, 32, 16, 16] -> [1, 64, 8, 8], 131 kMACs.
  ;; Used by layer3.0.downsample.0.
  ;; 32 units of work.
  (func $conv1x1_16x16x32_to_8x8x64_add_relu (export "conv1x1_16x16x32_to_8x8x64_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $p1 i32) (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $y0 v128) (local $y1 v128) (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 8)))
          (local.set $start (i32.rem_u (local.get $unit) (i32.const 8)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 1))
              (i32.const 8)
              (i32.lt_s (i32.add (local.get $start) (i32.const 1)) (i32.const 8))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 2048))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $p1 (i32.const 0))
                (loop $p1
                  (local.set $c00 (v128.load (local.get $biases)))
                  (local.set $c10 (local.get $c00))
                  (local.set $c01 (v128.load offset=16 (local.get $biases)))
                  (local.set $c11 (local.get $c01))
                  (local.set $c02 (v128.load offset=32 (local.get $biases)))
                  (local.set $c12 (local.get $c02))
                  (local.set $c03 (v128.load offset=48 (local.get $biases)))
                  (local.set $c13 (local.get $c03))
                  (local.set $a
                    (i32.add
                      (local.get $x)
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 1024))
                          (i32.mul (local.get $p1) (i32.const 64)))
                        (i32.const 4))))
                  (local.set $k (local.get $weights))
                  (local.set $end (i32.add (local.get $a) (i32.const 128)))
                  (loop $terms
                    (local.set $a0 (v128.load32_splat (local.get $a)))
                    (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                    (local.set $w0 (v128.load (local.get $k)))
                    (local.set $w1 (v128.load offset=16 (local.get $k)))
                    (local.set $w2 (v128.load offset=32 (local.get $k)))
                    (local.set $w3 (v128.load offset=48 (local.get $k)))
                    (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                    (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                    (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                    (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                    (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                    (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                    (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                    (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                    (local.set $k (i32.add (local.get $k) (i32.const 64)))
                    (br_if $terms
                      (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                  (local.set $at0
                    (i32.add
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 512))
                          (i32.mul (local.get $p1) (i32.const 64)))
                        (i32.const 4))
                      (i32.mul (local.get $n) (i32.const 4))))
                  (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                  (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                  (local.set $y0
                    (f32x4.pmax
                      (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y1
                    (f32x4.pmax
                      (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y2
                    (f32x4.pmax
                      (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y3
                    (f32x4.pmax
                      (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (v128.store (local.get $y_at) (local.get $y0))
                  (v128.store offset=16 (local.get $y_at) (local.get $y1))
                  (v128.store offset=32 (local.get $y_at) (local.get $y2))
                  (v128.store offset=48 (local.get $y_at) (local.get $y3))
                  (local.set $y0
                    (f32x4.pmax
                      (f32x4.add (local.get $c10) (v128.load offset=256 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y1
                    (f32x4.pmax
                      (f32x4.add (local.get $c11) (v128.load offset=272 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y2
                    (f32x4.pmax
                      (f32x4.add (local.get $c12) (v128.load offset=288 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (local.set $y3
                    (f32x4.pmax
                      (f32x4.add (local.get $c13) (v128.load offset=304 (local.get $r0_at)))
                      (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=256 (local.get $y_at) (local.get $y0))
                  (v128.store offset=272 (local.get $y_at) (local.get $y1))
                  (v128.store offset=288 (local.get $y_at) (local.get $y2))
                  (v128.store offset=304 (local.get $y_at) (local.get $y3))
                  (br_if $p1 (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 8))))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 64, 8, 8] -> [1, 64, 8, 8], 2.36 MMACs.
  ;; Used by layer3.1.conv1, layer3.2.conv1.
  ;; 4 units of work.
  (func $conv3x3_8x8x64_to_8x8x64_relu (export "conv3x3_8x8x64_to_8x8x64_relu") (param $x i32) (param $w i32)
      (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 2 rows of 2 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 2)))
          (local.set $tiles (i32.const 4))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2560))))
                  (if (i32.lt_u (local.get $row) (i32.const 8))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 256))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 256))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2304)) (i32.const 0) (i32.const 256)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2560))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 1024))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                          (i32.const 256)))
                      (i32.const 15424)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2560 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=5120 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=7680 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=10240 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=12800 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 256)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=1088 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=2176 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=3264 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=4352 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=5440 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 6528)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 64))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 2))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 4))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 15424)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 320)))
                (i32.const 54592)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 16448))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 4096))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 256))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 256)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 64)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 64))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 54592)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=1920 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=3840 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=5760 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=7680 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=9600 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 320)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 64)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=256
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=512
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=768
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 2))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 64, 8, 8] -> [1, 64, 8, 8], 2.36 MMACs.
  ;; Used by layer3.1.conv2, layer3.2.conv2.
  ;; 4 units of work.
  (func $conv3x3_8x8x64_to_8x8x64_add_relu (export "conv3x3_8x8x64_to_8x8x64_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $n i32) (local $left i32) (local $stop i32) (local $image i32)
    (local $y_top i32) (local $unit i32) (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128)
    (local $d4 v128) (local $d5 v128) (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128)
    (local $o0 v128) (local $o1 v128) (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128)
    (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128) (local $c02 v128)
    (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128)
    (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $bias v128)
    ;; Strips of 2 rows of 2 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 2)))
          (local.set $tiles (i32.const 4))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2560))))
                  (if (i32.lt_u (local.get $row) (i32.const 8))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 512)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 256))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 256))
                        (local.get $source)
                        (i32.const 2048))
                      (memory.fill (i32.add (local.get $line) (i32.const 2304)) (i32.const 0) (i32.const 256)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2560))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 1024))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                          (i32.const 256)))
                      (i32.const 15424)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=2560 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=5120 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=7680 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=10240 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=12800 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 256)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=1088 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=2176 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=3264 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=4352 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=5440 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 6528)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 64))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 2))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 4))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 15424)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 320)))
                (i32.const 54592)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 16448))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 4096))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 256))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 256)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 64)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 64))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 2)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 54592)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=1920 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=3840 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=5760 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=7680 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=9600 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 320)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 66112)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 512))
                              (i32.mul (local.get $left) (i32.const 64)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                      (v128.store
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o0) (v128.load (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=256
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o1) (v128.load offset=256 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=512
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o2) (v128.load offset=512 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=768
                        (local.get $y_at)
                        (f32x4.pmax
                          (f32x4.add (local.get $o3) (v128.load offset=768 (local.get $r0_at)))
                          (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 2))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Adaptive average pooling: [1, 64, 8, 8] -> [1, 64, 1, 1].
  ;; Used by avgpool.
  ;; 4 units of work.
  (func $meanpool_8x8x64_to_64 (export "meanpool_8x8x64_to_64") (param $x i32) (param $y i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $window i32) (local $out i32) (local $line i32) (local $at i32) (local $v i32) (local $u i32)
    (local $block i32) (local $j i32) (local $unit i32) (local $sum0 v128) (local $sum1 v128)
    (local $sum2 v128) (local $sum3 v128) (local $row0 v128) (local $row1 v128) (local $row2 v128)
    (local $row3 v128)
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $block (local.get $unit))
          (local.set $j (i32.const 0))
          ;; Its first tap, and where results lie.
          (local.set $window
            (i32.add (local.get $x) (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
          (local.set $out
            (i32.add (local.get $y) (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
          (local.set $sum0 (v128.const i32x4 0 0 0 0))
          (local.set $sum1 (v128.const i32x4 0 0 0 0))
          (local.set $sum2 (v128.const i32x4 0 0 0 0))
          (local.set $sum3 (v128.const i32x4 0 0 0 0))
          (local.set $line (local.get $window))
          (local.set $u (i32.const 0))
          (loop $u
            (local.set $row0 (v128.const i32x4 0 0 0 0))
            (local.set $row1 (v128.const i32x4 0 0 0 0))
            (local.set $row2 (v128.const i32x4 0 0 0 0))
            (local.set $row3 (v128.const i32x4 0 0 0 0))
            (local.set $at (local.get $line))
            (local.set $v (i32.const 0))
            (loop $v
              (local.set $row0 (f32x4.add (local.get $row0) (v128.load (local.get $at))))
              (local.set $row1 (f32x4.add (local.get $row1) (v128.load offset=16 (local.get $at))))
              (local.set $row2 (f32x4.add (local.get $row2) (v128.load offset=32 (local.get $at))))
              (local.set $row3 (f32x4.add (local.get $row3) (v128.load offset=48 (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 256)))
              (br_if $v (i32.lt_u (local.tee $v (i32.add (local.get $v) (i32.const 1))) (i32.const 8))))
            (local.set $sum0 (f32x4.add (local.get $sum0) (local.get $row0)))
            (local.set $sum1 (f32x4.add (local.get $sum1) (local.get $row1)))
            (local.set $sum2 (f32x4.add (local.get $sum2) (local.get $row2)))
            (local.set $sum3 (f32x4.add (local.get $sum3) (local.get $row3)))
            (local.set $line (i32.add (local.get $line) (i32.const 2048)))
            (br_if $u (i32.lt_u (local.tee $u (i32.add (local.get $u) (i32.const 1))) (i32.const 8))))
          (v128.store (local.get $out) (f32x4.div (local.get $sum0) (f32x4.splat (f32.const 64))))
          (v128.store offset=16 (local.get $out) (f32x4.div (local.get $sum1) (f32x4.splat (f32.const 64))))
          (v128.store offset=32 (local.get $out) (f32x4.div (local.get $sum2) (f32x4.splat (f32.const 64))))
          (v128.store offset=48 (local.get $out) (f32x4.div (local.get $sum3) (f32x4.splat (f32.const 64))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Linear layer: [1, 64, 1, 1] -> [1, 10, 1, 1], 640 MACs.
  ;; Used by fc.
  ;; One unit of work.
  (func $linear_64_to_10 (export "linear_64_to_10") (param $x i32) (param $w i32) (param $b i32)
      (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $unit i32) (local $c00 v128)
    (local $c01 v128) (local $c02 v128) (local $a0 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 4096))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $c00 (v128.load (local.get $biases)))
          (local.set $c01 (v128.load offset=16 (local.get $biases)))
          (local.set $c02 (v128.load offset=32 (local.get $biases)))
          (local.set $a (local.get $x))
          (local.set $k (local.get $weights))
          (local.set $end (i32.add (local.get $a) (i32.const 256)))
          (loop $terms
            (local.set $a0 (v128.load32_splat (local.get $a)))
            (local.set $w0 (v128.load (local.get $k)))
            (local.set $w1 (v128.load offset=16 (local.get $k)))
            (local.set $w2 (v128.load offset=32 (local.get $k)))
            (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
            (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
            (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
            (local.set $k (i32.add (local.get $k) (i32.const 64)))
            (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
          (local.set $at0 (i32.mul (local.get $n) (i32.const 4)))
          (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
          (v128.store (local.get $y_at) (local.get $c00))
          (v128.store offset=16 (local.get $y_at) (local.get $c01))
          (v128.store64_lane offset=32 0 (local.get $y_at) (local.get $c02))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))
)
