using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ModularRollout.Tests;

/// <summary>Finds the types of one assembly that a type of it mentions.</summary>
internal sealed class TypeMentions : ISignatureTypeProvider<ImmutableHashSet<string>, object?>
{
    private static readonly Dictionary<short, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value, static code => code.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public TypeMentions(PEReader file, MetadataReader metadata)
    {
        _file = file;
        _metadata = metadata;
    }

    public IEnumerable<(string From, string To)> Of(TypeDefinitionHandle handle)
    {
        string from = NameOf(handle);
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        IEnumerable<string> mentioned = [
            .. Types(type.BaseType),
            .. type.GetInterfaceImplementations().SelectMany(each => Types(_metadata.GetInterfaceImplementation(each).Interface)),
            .. type.GetFields().SelectMany(each => _metadata.GetFieldDefinition(each).DecodeSignature(this, null)),
            .. type.GetGenericParameters().SelectMany(Constraints),
            .. type.GetMethods().SelectMany(each => InMethod(_metadata.GetMethodDefinition(each))),
        ];
        return mentioned.Where(to => to != from).Select(to => (from, to));
    }

    public ImmutableHashSet<string> GetArrayType(ImmutableHashSet<string> elementType, ArrayShape shape) => elementType;

    public ImmutableHashSet<string> GetByReferenceType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetFunctionPointerType(MethodSignature<ImmutableHashSet<string>> signature) => All(signature);

    public ImmutableHashSet<string> GetGenericInstantiation(ImmutableHashSet<string> genericType, ImmutableArray<ImmutableHashSet<string>> typeArguments) =>
        typeArguments.Aggregate(genericType, static (all, each) => all.Union(each));

    public ImmutableHashSet<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetModifiedType(ImmutableHashSet<string> modifier, ImmutableHashSet<string> unmodifiedType, bool isRequired) => unmodifiedType;

    public ImmutableHashSet<string> GetPinnedType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPointerType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    public ImmutableHashSet<string> GetSZArrayType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [NameOf(handle)];

    public ImmutableHashSet<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [];

    public ImmutableHashSet<string> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static ImmutableHashSet<string> All(MethodSignature<ImmutableHashSet<string>> signature) =>
        signature.ParameterTypes.Aggregate(signature.ReturnType, static (all, each) => all.Union(each));

    private IEnumerable<string> InMethod(MethodDefinition method)
    {
        IEnumerable<string> mentioned = All(method.DecodeSignature(this, null)).Concat(method.GetGenericParameters().SelectMany(Constraints));
        if (method.RelativeVirtualAddress == 0)
        {
            return mentioned;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        IEnumerable<string> locals = body.LocalSignature.IsNil
            ? []
            : _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null).SelectMany(static local => local);
        return [.. mentioned, .. locals, .. Tokens(body.GetILReader()).SelectMany(Types)];
    }

    private IEnumerable<string> Constraints(GenericParameterHandle parameter) =>
        _metadata.GetGenericParameter(parameter).GetConstraints().SelectMany(each => Types(_metadata.GetGenericParameterConstraint(each).Type));

    private IEnumerable<string> Types(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [NameOf((TypeDefinitionHandle)handle)],
        HandleKind.TypeSpecification => _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        HandleKind.MethodDefinition => [NameOf(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType())],
        HandleKind.FieldDefinition => [NameOf(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())],
        HandleKind.MemberReference => Types(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent),
        HandleKind.MethodSpecification => InGenericMethod(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => [],
    };

    private IEnumerable<string> InGenericMethod(MethodSpecification method) =>
        [.. Types(method.Method), .. method.DecodeSignature(this, null).SelectMany(static argument => argument)];

    private string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    private static List<EntityHandle> Tokens(BlobReader il)
    {
        var tokens = new List<EntityHandle>();
        while (il.RemainingBytes > 0)
        {
            short code = il.ReadByte();
            code = code == 0xFE ? (short)(0xFE00 | il.ReadByte()) : code;
            switch (s_operands[code])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok:
                    tokens.Add((EntityHandle)MetadataTokens.Handle(il.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                default:
                    il.Offset += SizeOf(s_operands[code]);
                    break;
            }
        }

        return tokens;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
