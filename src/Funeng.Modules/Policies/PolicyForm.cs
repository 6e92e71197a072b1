using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Policies;

/// <summary>How the files of the library are read and written: a field that no file has is a fault, and what is not said is not written.</summary>
internal static class PolicyForm
{
    public static IDeserializer Reader() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithTypeConverter(new OneRelation()).Build();

    public static ISerializer Writer() => new SerializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithTypeConverter(new OneRelation())
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections).WithIndentedSequences().Build();

    /// <summary>A relation without dates is the id alone.</summary>
    private sealed class OneRelation : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(RelationYaml);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            if (parser.TryConsume<Scalar>(out var id)) return new RelationYaml { With = id.Value };
            var (relation, start) = (new RelationYaml(), parser.Consume<MappingStart>());
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var (name, value) = (parser.Consume<Scalar>(), parser.Consume<Scalar>().Value);
                switch (name.Value)
                {
                    case "with":
                        relation.With = value;
                        break;
                    case "effectiveFrom":
                        relation.EffectiveFrom = value;
                        break;
                    case "effectiveTo":
                        relation.EffectiveTo = value;
                        break;
                    default:
                        throw new YamlException(name.Start, name.End, $"a relation has 'with', 'effectiveFrom' and 'effectiveTo', not '{name.Value}'");
                }
            }

            return relation.With is null ? throw new YamlException(start.Start, start.End, "a relation says 'with' which benefit it is") : relation;
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer)
        {
            var relation = (RelationYaml)value!;
            if (relation is { EffectiveFrom: null, EffectiveTo: null })
            {
                emitter.Emit(new Scalar(relation.With ?? ""));
                return;
            }

            emitter.Emit(new MappingStart());
            foreach (var (name, said) in new[] { ("with", relation.With), ("effectiveFrom", relation.EffectiveFrom), ("effectiveTo", relation.EffectiveTo) })
            {
                if (said is null) continue;
                emitter.Emit(new Scalar(name));
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, said, ScalarStyle.SingleQuoted, true, true));
            }

            emitter.Emit(new MappingEnd());
        }
    }
}
