using Microsoft.Extensions.Options;

namespace Inventory.Memory.DependencyInjection;

[OptionsValidator]
internal sealed partial class SequentialCollectorOptionsValidator : IValidateOptions<SequentialCollectorOptions>;
