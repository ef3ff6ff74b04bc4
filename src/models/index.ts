// Published models, with torchvision's and Hugging Face's parameter names, so that their checkpoints load.
export { AlexNet, alexnet, type AlexNetOptions } from "./alexnet.js";
export { BertForMaskedLM, BertModel, type BertConfig, type BertMaskedLMOptions, type BertOptions } from "./bert.js";
export { CifarResNet, resnet20, resnet32, resnet44, resnet56, type CifarResNetOptions } from "./cifar.js";
export {
  DCGANDiscriminator,
  DCGANGenerator,
  type DCGANDiscriminatorOptions,
  type DCGANGeneratorOptions,
} from "./dcgan.js";
export { DenseNet, densenet121, densenet161, densenet169, densenet201, type DenseNetOptions } from "./densenet.js";
export { type CausalLMOptions, type CausalLMOutput, type CausalOptions, type GenerateOptions } from "./generate.js";
export { GPT2LMHeadModel, GPT2Model, type GPT2Config } from "./gpt2.js";
export { LeNet, lenet, type LeNetOptions } from "./lenet.js";
export { LlamaForCausalLM, LlamaModel, type LlamaConfig, type RopeScaling } from "./llama.js";
export { MLP, type MLPOptions } from "./mlp.js";
export {
  InvertedResidual,
  MobileNetV2,
  mobilenetV2,
  type InvertedResidualSetting,
  type MobileNetV2Options,
} from "./mobilenet.js";
export { type LayerMaker } from "./parts.js";
export {
  BasicBlock,
  Bottleneck,
  ResNet,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnext50_32x4d,
  resnext101_32x8d,
  resnext101_64x4d,
  wideResnet50_2,
  wideResnet101_2,
  type BlockOptions,
  type ResNetOptions,
} from "./resnet.js";
export { UNet, type UNetOptions } from "./unet.js";
export { VAE, type VAEOptions } from "./vae.js";
export { VGG, vgg11, vgg11Bn, vgg13, vgg13Bn, vgg16, vgg16Bn, vgg19, vgg19Bn, type VGGOptions } from "./vgg.js";
