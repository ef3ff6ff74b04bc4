// Learning rate schedules. `optim.lrScheduler` in the public API.
// https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
export { LRScheduler, type Schedulable, type ScheduleOptions } from "./scheduler.js";
export { ConstantLR, InverseTimeLR, LambdaLR, LinearLR, MultiplicativeLR, PolynomialLR, WarmupLR } from "./factor.js";
export { ExponentialLR, MultiStepLR, ReduceLROnPlateau, StepLR, type PlateauOptions } from "./steps.js";
export { CosineAnnealingLR, CosineAnnealingWarmRestarts } from "./cosine.js";
export { CyclicLR, OneCycleLR, type CyclicOptions, type OneCycleOptions } from "./cyclic.js";
export { ChainedScheduler, SequentialLR } from "./sequence.js";
